"""Opening an agenda with all that a structure has not resolved, and its age."""

from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.database import Spaces
from chassis.messaging import outbox
from contracts.events.plans_sittings import MattersCarriedOver
from contracts.ids import SittingId
from services.plans.carrying_over.models import Ageing, EarlierSittingNotOver
from services.plans.carrying_over.repository import Unresolved
from services.plans.sittings.models import Sitting
from services.plans.sittings.repository import Agenda, Sittings
from services.plans.sittings.service import must_take_items


async def carry_over(session: AsyncSession, sitting: Sitting) -> int:
    """Put everything unresolved on the agenda; what stands there already stays once."""
    must_take_items(sitting)
    structure = sitting.must_have_structure()
    await Sittings(session).one_at_a_time(structure)
    earlier = await Sittings(session).unfinished_before(sitting)
    if earlier is not None:
        detail = f"the sitting from {earlier.begins_on} is {earlier.status}"
        raise EarlierSittingNotOver(detail)
    last = await Agenda(session, sitting).last_position()
    added = await Unresolved(session).carry_to(sitting, after=last)
    if added:
        outbox.record(
            session,
            MattersCarriedOver(
                sitting_id=SittingId(sitting.id),
                space_code=sitting.space_code,
                structure_code=structure,
                count=added,
            ),
        )
    return added


async def list_unresolved(  # noqa: PLR0913  filters and window of one list
    session: AsyncSession,
    *,
    drafts_in: Spaces,
    space_code: str | None,
    structure_code: str | None,
    after: tuple[date, UUID] | None,
    limit: int,
) -> list[Ageing]:
    return await Unresolved(session).page(
        drafts_in=drafts_in,
        space_code=space_code,
        structure_code=structure_code,
        after=after,
        limit=limit,
    )
