"""The ledger over HTTP: read by who may see the space, posted to by its officers."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request

from chassis.errors import Malformed
from chassis.principal import NotPermittedInSpace, Principal
from chassis.web.fields import Code
from chassis.web.paging import Page, Paging, after_identifier, after_number, page_of
from chassis.web.problems import refusing
from chassis.web.route import router
from chassis.web.session import Session
from contracts.ids import AccountId, LedgerTransactionId
from services.budgets.ledger import refusals, service
from services.budgets.ledger.schemas import (
    AccountView,
    EntryView,
    SentReversal,
    SentTransaction,
    TransactionView,
    VerificationView,
)
from services.budgets.ledger.values import Movement, Posting
from services.budgets.permissions import BudgetOfficer, BudgetReader

routes = router("ledger")

SpaceFilter = Annotated[Code | None, Query(description="Only of this space.")]


class IdempotencyKeyRequired(Malformed):
    """Money is moved once: say which request this is with an Idempotency-Key."""


async def keyed(request: Request) -> None:
    if "idempotency-key" not in request.headers:
        raise IdempotencyKeyRequired("send an Idempotency-Key of your own making")


Keyed = Annotated[None, Depends(keyed)]


@routes.get("/ledger/accounts", responses=refusing(NotPermittedInSpace))
async def list_accounts(
    session: Session,
    caller: BudgetReader,
    page: Paging,
    space: SpaceFilter = None,
    prefix: Annotated[str, Query(max_length=200, pattern="^[^\x00]*$")] = "",
) -> Page[AccountView]:
    """Accounts of your spaces whose code begins with `prefix`."""
    _must_be_theirs(caller, space)
    found = await service.list_accounts(
        session,
        space_code=space,
        prefix=prefix,
        after=after_identifier(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, AccountView, lambda account: account.id)


@routes.get(
    "/ledger/accounts/{account_id}", responses=refusing(refusals.AccountNotFound)
)
async def get_account(
    account_id: UUID, session: Session, _: BudgetReader
) -> AccountView:
    """An account and what it has."""
    account = await service.get_account(session, AccountId(account_id))
    return AccountView.model_validate(account)


@routes.get(
    "/ledger/accounts/{account_id}/entries",
    responses=refusing(refusals.AccountNotFound),
)
async def list_entries(
    account_id: UUID, session: Session, _: BudgetReader, page: Paging
) -> Page[EntryView]:
    """The entries of an account, from its first."""
    found = await service.list_entries(
        session,
        AccountId(account_id),
        after=after_number(page),
        limit=page.limit + 1,
    )
    return page_of(page, found, EntryView, lambda entry: entry.seq)


@routes.get(
    "/ledger/transactions/{transaction_id}",
    responses=refusing(refusals.TransactionNotFound),
)
async def get_transaction(
    transaction_id: UUID, session: Session, _: BudgetReader
) -> TransactionView:
    """A transaction with its entries."""
    found = await service.get_transaction(session, LedgerTransactionId(transaction_id))
    return TransactionView.model_validate(found)


@routes.post(
    "/ledger/transactions",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        IdempotencyKeyRequired,
        *refusals.OF_ACCOUNTS,
        refusals.TransactionNotBalanced,
        refusals.TransactionTooSmall,
    ),
)
async def post_transaction(
    sent: SentTransaction, session: Session, caller: BudgetOfficer, _: Keyed
) -> TransactionView:
    """Move money between accounts of a space, all of it or none."""
    caller.must_act_in(sent.space_code)
    accounts = await service.find_accounts(
        session, sent.space_code, [entry.account for entry in sent.entries]
    )
    posting = Posting(
        space_code=sent.space_code,
        kind=sent.kind,
        reference=sent.reference,
        description=sent.description or "",
        movements=[
            Movement(AccountId(account.id), entry.amount)
            for account, entry in zip(accounts, sent.entries, strict=True)
        ],
    )
    await service.post(session, posting, by=caller.sub)
    found = await service.get_transaction(session, posting.id)
    return TransactionView.model_validate(found)


@routes.post(
    "/ledger/transactions/{transaction_id}/reversal",
    status_code=HTTPStatus.CREATED,
    responses=refusing(
        refusals.TransactionNotFound,
        refusals.NotReversibleByHand,
        refusals.AlreadyReversed,
        *refusals.OF_ACCOUNTS,
    ),
)
async def reverse_transaction(
    transaction_id: UUID, sent: SentReversal, session: Session, caller: BudgetOfficer
) -> TransactionView:
    """Undo a transaction by its opposite, once."""
    reversal = await service.reverse(
        session,
        LedgerTransactionId(transaction_id),
        by=caller.sub,
        description=sent.description,
    )
    found = await service.get_transaction(session, reversal.id)
    return TransactionView.model_validate(found)


@routes.get("/ledger/verification", responses=refusing(NotPermittedInSpace))
async def verify_ledger(
    session: Session, caller: BudgetReader, space: SpaceFilter = None
) -> VerificationView:
    """Compute everything the ledger claims again, in your spaces or one of them."""
    _must_be_theirs(caller, space)
    found = await service.verify(session, space_code=space)
    return VerificationView.model_validate(found)


def _must_be_theirs(caller: Principal, space_code: str | None) -> None:
    """An empty answer about another's space would read as good news."""
    if space_code is not None:
        caller.must_act_in(space_code)
