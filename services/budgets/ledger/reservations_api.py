"""Reserving money before it is paid, over HTTP."""

from http import HTTPStatus
from uuid import UUID

from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import AccountId
from services.budgets.ledger import refusals, service
from services.budgets.ledger.schemas import (
    ReservationView,
    SentReservation,
    SentSettlement,
    TransactionView,
)
from services.budgets.ledger.values import Hold, ReservationId, Settlement
from services.budgets.permissions import BudgetOfficer

routes = router("ledger")


@routes.post(
    "/ledger/reservations",
    status_code=HTTPStatus.CREATED,
    responses=refusing(*refusals.OF_ACCOUNTS),
)
async def reserve_money(
    sent: SentReservation, session: Session, caller: BudgetOfficer
) -> ReservationView:
    """Hold money back in an account, so that nothing else can spend it."""
    caller.must_act_in(sent.space_code)
    [account] = await service.find_accounts(session, sent.space_code, [sent.account])
    hold = Hold(
        space_code=sent.space_code,
        account_id=AccountId(account.id),
        amount=sent.amount,
        reference=sent.reference,
        expires_at=sent.expires_at,
    )
    reservation_id = await service.reserve(session, hold, by=caller.sub)
    found = await service.get_reservation(session, reservation_id)
    return ReservationView.model_validate(found)


@routes.post(
    "/ledger/reservations/{reservation_id}/settlement",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        refusals.ReservationNotFound,
        refusals.ReservationNotOpen,
        refusals.SettlementExceedsReservation,
        *refusals.OF_ACCOUNTS,
    ),
)
async def settle_reservation(
    reservation_id: UUID, sent: SentSettlement, session: Session, caller: BudgetOfficer
) -> TransactionView:
    """Pay from a reservation, wholly or in part; what is left stays held back."""
    reservation = await service.get_reservation(session, ReservationId(reservation_id))
    [payee] = await service.find_accounts(session, reservation.space_code, [sent.payee])
    settlement = Settlement(
        reservation_id=ReservationId(reservation_id),
        payee=AccountId(payee.id),
        reference=sent.reference,
        amount=sent.amount,
        description=sent.description or "",
    )
    transaction_id = await service.settle(session, settlement, by=caller.sub)
    found = await service.get_transaction(session, transaction_id)
    return TransactionView.model_validate(found)


@routes.post(
    "/ledger/reservations/{reservation_id}/void",
    responses=refusing(refusals.ReservationNotFound, refusals.ReservationNotOpen),
)
async def void_reservation(
    reservation_id: UUID, session: Session, _: BudgetOfficer
) -> ReservationView:
    """Give back what is left of a reservation."""
    await service.void(session, ReservationId(reservation_id))
    found = await service.get_reservation(session, ReservationId(reservation_id))
    return ReservationView.model_validate(found)
