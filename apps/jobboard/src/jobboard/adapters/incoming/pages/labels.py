"""The names of the domain's values, in English; the pages' translations have them in other languages."""

from jobboard.core.domain.employment import Benefit, EmploymentType
from jobboard.core.domain.moderation import Concern
from jobboard.core.domain.money import Period
from jobboard.core.domain.place import Workplace
from jobboard.core.domain.query import Sort


def N_(text: str) -> str:  # noqa: N802 -- the name by which texts to translate are found
    return text


ARRANGEMENTS: dict[str, str] = {
    Workplace.ONSITE: N_("On site"),
    Workplace.HYBRID: N_("Hybrid"),
    Workplace.REMOTE: N_("Remote"),
}
EMPLOYMENT: dict[str, str] = {
    EmploymentType.FULL_TIME: N_("Full time"),
    EmploymentType.PART_TIME: N_("Part time"),
    EmploymentType.CONTRACTOR: N_("Contractor"),
    EmploymentType.TEMPORARY: N_("Temporary"),
    EmploymentType.INTERN: N_("Internship"),
    EmploymentType.VOLUNTEER: N_("Volunteer"),
    EmploymentType.PER_DIEM: N_("By the day"),
    EmploymentType.OTHER: N_("Other employment"),
}
BENEFITS: dict[str, str] = {
    Benefit.FULL_REMOTE: N_("Fully remote"),
    Benefit.FOUR_DAY_WEEK: N_("Four-day week"),
    Benefit.SIX_HOUR_DAY: N_("Six-hour day"),
    Benefit.FLEXIBLE_HOURS: N_("Flexible hours"),
    Benefit.PARENTAL_LEAVE: N_("Parental leave"),
    Benefit.HEALTH_INSURANCE: N_("Health insurance"),
    Benefit.PENSION: N_("Pension"),
    Benefit.TRAINING: N_("Training"),
    Benefit.EQUIPMENT: N_("Equipment"),
    Benefit.RELOCATION: N_("Relocation"),
    Benefit.EQUITY: N_("Equity"),
}
PAY_FOR = {
    Period.HOUR: N_("%(pay)s an hour"),
    Period.DAY: N_("%(pay)s a day"),
    Period.WEEK: N_("%(pay)s a week"),
    Period.MONTH: N_("%(pay)s a month"),
    Period.YEAR: N_("%(pay)s a year"),
}
SORTS = {
    Sort.NEWEST: N_("Newest"),
    Sort.SALARY: N_("Highest salary"),
    Sort.CLOSING: N_("Closing soon"),
}
CONCERNS = {
    Concern.SCAM: N_("It is a scam or asks for money"),
    Concern.DISCRIMINATION: N_("It discriminates"),
    Concern.MISLEADING: N_("It is misleading"),
    Concern.OVER: N_("The opening is no longer there"),
    Concern.OTHER: N_("Something else"),
}
CHOICES = {"arrangement": ARRANGEMENTS, "employment": EMPLOYMENT, "benefit": BENEFITS}
FACETS = {
    "arrangement": N_("Arrangement"),
    "employment": N_("Employment"),
    "pay": N_("Salary"),
    "category": N_("Category"),
    "place": N_("Place"),
    "organisation": N_("Organisation"),
    "benefit": N_("Benefits"),
    "rounds": N_("Interview rounds"),
}
