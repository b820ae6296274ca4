"""Offers as declared, made ready: the contract that renderers read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from atomos.core.domain.entity import EntityType
from atomos.core.ports.incoming.guard import MOMENT
from atomos.core.ports.incoming.handler import Handler, HandlerKind
from atomos.core.ports.incoming.offer import EntityOffer, MessageOffer, Shape
from atomos.core.ports.incoming.policy import Policy
from atomos.core.service.model import Model
from atomos.core.wiring.annotation import bare, without_none
from atomos.core.wiring.declaration import OfferDeclaration
from atomos.core.wiring.fault import Fault, Faulty
from atomos.core.wiring.guards import entity_guard, message_guard
from atomos.core.wiring.place import place
from atomos.core.wiring.shapes import View, identity_view, read_view, shown_annotation


def read_entity_offer(declared: OfferDeclaration, entity: EntityType, model: Model) -> EntityOffer:
    """An offer to read an entity. Its policy, if it is a rule, limits what is found. Raises: Faulty."""
    rules = [*declared.where, *(() if isinstance(declared.policy, Policy) else (declared.policy,))]
    where = tuple(model.rule(entity, function) for function in rules)
    for rule in where:
        _check_moment(rule.function, rule.parameters, rule.source)
    view = read_view(entity, declared.as_)
    return EntityOffer(
        entity=entity,
        policy=declared.policy,
        guard=entity_guard(declared.policy),
        shape=Shape(view.annotation, entity),
        where=where,
        fields=view.fields,
        at=declared.at,
        present=view.present,
    )


def read_message_offer(
    declared: OfferDeclaration, handler: Handler, offered: Mapping[EntityType, EntityOffer]
) -> MessageOffer:
    """An offer to send a command or query. Raises: Faulty."""
    if declared.where:
        hint = "`where=` limits which entities are read; who may send a message is `to=`"
        raise Faulty(
            [Fault("where-on-message", place(declared.offered), f"{declared.offered.__name__} is no entity", hint)]
        )
    result = _Result.of(handler)
    views = {
        entity: _view(declared, entity, handler, offered, answered=position == 0)
        for position, entity in enumerate(result.entities)
    }
    by_class = {cls: view for entity, view in views.items() for cls in entity.variants.values()}
    creates = result.creates(handler)
    acts_on = None if creates else next((need for need in handler.loaded if not need.optional), None)
    return MessageOffer(
        message=declared.offered,
        handler=handler,
        policy=declared.policy,
        guard=message_guard(declared.policy, handler),
        shape=Shape(shown_annotation(result.annotation, by_class), result.entity),
        at=declared.at,
        creates=creates,
        acts_on=acts_on.entity if acts_on else None,
        identified_by=acts_on.by if acts_on else None,
        presents={entity: view.present for entity, view in views.items() if view.present},
    )


@dataclass(frozen=True, slots=True)
class _Result:
    """What comes back: for a query what it returns, for an action the first entity returned, else the first loaded."""

    annotation: Any
    entities: tuple[EntityType, ...]
    entity: EntityType | None

    @classmethod
    def of(cls, handler: Handler) -> "_Result":
        returns = handler.returns
        if handler.kind is HandlerKind.QUERY:
            alone = bare(without_none(returns.annotation)[0])
            return cls(
                returns.annotation, returns.entities, next((e for e in returns.entities if e.cls is alone), None)
            )
        candidates = (*returns.entities, *(need.entity for need in handler.loaded))
        first = candidates[0] if candidates else None
        return cls(first.cls if first else None, tuple(dict.fromkeys(candidates)), first)

    def creates(self, handler: Handler) -> EntityType | None:
        """The entity that an action makes new: one that it returns and does not load."""
        loaded = {need.entity for need in handler.loaded}
        made = [entity for entity in handler.returns.entities if entity not in loaded]
        return made[0] if made and handler.kind is HandlerKind.ACTION else None


def _view(
    declared: OfferDeclaration,
    entity: EntityType,
    handler: Handler,
    offered: Mapping[EntityType, EntityOffer],
    *,
    answered: bool,
) -> View:
    """What is shown of an entity that may come back; `as_=` speaks of the one that is the answer."""
    if declared.as_ is not None and answered:
        return read_view(entity, declared.as_)
    if entity in offered:
        offer = offered[entity]
        return View(offer.shape.annotation, offer.present, offer.fields)
    if handler.kind is HandlerKind.ACTION:
        return identity_view(entity)
    message = f"{handler.name} returns {entity.cls.__name__}, which is not offered for reading"
    hint = (
        f"service.offer({entity.cls.__name__}, to=…), or say what is shown: offer({declared.offered.__name__}, as_=…)"
    )
    raise Faulty([Fault("query-without-shape", handler.place, message, hint)])


def _check_moment(function: Callable[..., bool], parameters: tuple[str, ...], source: str) -> None:
    unknown = [name for name in parameters if name not in MOMENT]
    if unknown:
        message = f"{function.__name__}: nothing is known for {', '.join(unknown)}"
        hint = f"a rule that limits reading may ask for {', '.join(MOMENT)}"
        raise Faulty([Fault("policy-parameter", source, message, hint)])
