"""Write the domain as plain dataclasses and plain functions; atomos derives the rest."""

from atomos.adapters.incoming.http import HttpSettings
from atomos.application import Application
from atomos.config import Settings, read_settings
from atomos.core.domain.envelope import Envelope
from atomos.core.domain.errors import (
    AlreadyExists,
    AtomosError,
    Conflict,
    Forbidden,
    Invalid,
    Misconfigured,
    NotFound,
    NotOffered,
    PreconditionFailed,
    Problem,
    StillReferenced,
    Unauthenticated,
    Unavailable,
)
from atomos.core.domain.page import Page
from atomos.core.ports.incoming.policy import Operator, Policy, anyone, operator
from atomos.core.ports.outgoing.clock import Clock, Ids
from atomos.core.ports.outgoing.repository import Repository
from atomos.core.ports.outgoing.search import Found, Search
from atomos.core.ports.outgoing.unit_of_work import UnitOfWork
from atomos.core.wiring.fault import Fault, Faulty
from atomos.service import Service

__all__ = [
    "AlreadyExists",
    "Application",
    "AtomosError",
    "Clock",
    "Conflict",
    "Envelope",
    "Fault",
    "Faulty",
    "Forbidden",
    "Found",
    "HttpSettings",
    "Ids",
    "Invalid",
    "Misconfigured",
    "NotFound",
    "NotOffered",
    "Operator",
    "Page",
    "Policy",
    "PreconditionFailed",
    "Problem",
    "Repository",
    "Search",
    "Service",
    "Settings",
    "StillReferenced",
    "Unauthenticated",
    "Unavailable",
    "UnitOfWork",
    "anyone",
    "operator",
    "read_settings",
]
