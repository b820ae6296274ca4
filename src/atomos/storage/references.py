"""Which entity types refer to which."""

from collections.abc import Mapping, Sequence

from atomos.core.domain.entity import EntityType


def depths(entity_types: Sequence[EntityType]) -> Mapping[EntityType, int]:
    """How many steps of references each type stands above those that refer to nothing; circles count once."""
    by_class = {cls: each for each in entity_types for cls in each.variants.values()}

    def depth(entity_type: EntityType, above: frozenset[EntityType]) -> int:
        targets = {by_class[cls] for cls in entity_type.references.values() if cls in by_class}
        return max((1 + depth(each, above | {each}) for each in targets - above), default=0)

    return {each: depth(each, frozenset({each})) for each in entity_types}


def referring(entity_types: Sequence[EntityType], target: EntityType) -> list[tuple[EntityType, str]]:
    """The types, each with the field, that hold ids of the target."""
    classes = set(target.variants.values())
    return [(each, name) for each in entity_types for name, cls in each.references.items() if cls in classes]
