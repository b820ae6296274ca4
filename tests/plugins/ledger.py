"""A service of accounts that pay each other, in which every torn or lost unit of work shows.

A payment changes two accounts, inserts an entry and tells an event, whose reaction marks the entry. So the balances
agree with the entries at any time, and as soon as nothing is under way every entry is marked.
"""

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import UUID

from atomos import Application, Repository, Service, Settings, UnitOfWork, anyone


@dataclass
class Account:
    id: UUID
    balance: int = 0
    deposits: int = 0


@dataclass
class Entry:
    id: UUID
    payer_id: UUID
    payee_id: UUID
    amount: int
    followed: bool = False


@dataclass(frozen=True)
class OpenAccount:
    pass


@dataclass(frozen=True)
class Deposit:
    account_id: UUID


@dataclass(frozen=True)
class Pay:
    payer_id: UUID
    payee_id: UUID
    amount: int


@dataclass(frozen=True)
class PayByPhone:
    payer_id: UUID
    payee_id: UUID
    amount: int


@dataclass(frozen=True)
class PayByHand:
    payer_id: UUID
    payee_id: UUID
    amount: int


@dataclass(frozen=True)
class Paid:
    entry_id: UUID


@dataclass(frozen=True)
class Audit:
    pass


@dataclass(frozen=True)
class Audited:
    """What the books say: `torn` accounts disagree with their entries, `unfollowed` entries have met no reaction."""

    accounts: int
    deposits: int
    entries: int
    torn: int
    unfollowed: int


class Exchange:
    """Where lines are taken from, one for each unit of work; `taken` are those not given back."""

    def __init__(self) -> None:
        self.taken = 0


class Line:
    async def confirm(self) -> None:
        await asyncio.sleep(0)


async def take_line(exchange: Exchange) -> AsyncIterator[Line]:
    exchange.taken += 1
    try:
        yield Line()
        await asyncio.sleep(0)
    finally:
        exchange.taken -= 1


def open_account(command: OpenAccount, new_id: UUID) -> Account:
    return Account(new_id)


def deposit(command: Deposit, account: Account) -> None:
    account.deposits += 1


def pay(command: Pay, payer: Account, payee: Account, new_id: UUID) -> tuple[Entry, Paid]:
    return _paid(payer, payee, command.amount, new_id)


async def pay_by_phone(
    command: PayByPhone, payer: Account, payee: Account, line: Line, new_id: UUID
) -> tuple[Entry, Paid]:
    await line.confirm()
    paid = _paid(payer, payee, command.amount, new_id)
    await line.confirm()
    return paid


async def pay_by_hand(command: PayByHand, uow: UnitOfWork, new_id: UUID) -> None:
    async with uow:
        payer, payee = await uow.repository(Account).get_many([command.payer_id, command.payee_id])
        entry, event = _paid(payer, payee, command.amount, new_id)
        uow.repository(Entry).add(entry)
        uow.record(event)
        await uow.commit()


def mark(event: Paid, entry: Entry) -> None:
    entry.followed = True


async def audit(query: Audit, accounts: Repository[Account], entries: Repository[Entry]) -> Audited:
    expected: Counter[UUID] = Counter()
    all_entries, all_accounts = await entries.find(), await accounts.find()
    for entry in all_entries:
        expected[entry.payer_id] -= entry.amount
        expected[entry.payee_id] += entry.amount
    return Audited(
        accounts=len(all_accounts),
        deposits=sum(account.deposits for account in all_accounts),
        entries=len(all_entries),
        torn=sum(account.balance != expected[account.id] for account in all_accounts),
        unfollowed=sum(not entry.followed for entry in all_entries),
    )


def _paid(payer: Account, payee: Account, amount: int, id: UUID) -> tuple[Entry, Paid]:
    payer.balance -= amount
    payee.balance += amount
    return Entry(id, payer.id, payee.id, amount), Paid(id)


def declare(exchange: Exchange | None = None) -> Service:
    """The service, whose lines come from that exchange."""
    service = Service("ledger")
    service.include(__name__)
    service.offer(OpenAccount, Deposit, Audit, Account, Entry, to=anyone)
    service.offer(Pay, at="POST /entries", to=anyone)
    service.offer(PayByPhone, at="POST /entries/by-phone", to=anyone)
    service.offer(PayByHand, at="POST /entries/by-hand", to=anyone)
    service.provide(Exchange, exchange or Exchange())
    service.provide(Line, take_line, per_unit_of_work=True)
    return service


def prepared(url: str, exchange: Exchange | None = None, *, pool_size: int = 10) -> Application:
    """The service built on that database, its tables in place."""
    application = declare(exchange).build(Settings(database_url=url, pool_size=pool_size))
    application.migrate()
    return application


service = declare()


def main() -> None:
    """Deposit so many times in an account from so many tasks: what a second process runs."""
    account, tasks, times = UUID(os.environ["ACCOUNT"]), int(os.environ["TASKS"]), int(os.environ["TIMES"])

    async def work() -> None:
        async with declare().build(Settings(database_url=os.environ["DATABASE_URL"])) as application:
            await deposit_often(application, account, tasks, times)

    asyncio.run(work())


async def deposit_often(application: Application, account_id: UUID, tasks: int, times: int) -> None:
    """Deposit from several tasks at once."""

    async def repeat() -> None:
        for _ in range(times):
            await application.execute(Deposit(account_id))

    async with asyncio.TaskGroup() as group:
        for _ in range(tasks):
            group.create_task(repeat())


if __name__ == "__main__":
    main()
