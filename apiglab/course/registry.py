"""Every exercise of the course, by its lesson and its name. The lab asks here when a learner wants one checked."""

from importlib import import_module
from types import MappingProxyType
from typing import Final

from apiglab.course.exercise import CourseExercise

MODULES: Final = MappingProxyType(
    {
        "01": MappingProxyType(
            {
                "e1": "predict_cold_and_warm",
                "e2": "order_a_request",
                "e3": "fill_list_pets",
                "e4": "fix_adopt",
                "e5": "write_get_pets",
                "e6": "stretch_by_species",
            }
        ),
        "02": MappingProxyType(
            {
                "e1": "predict_what_is_live",
                "e2": "order_a_deployment",
                "e3": "fill_get_pet",
                "e4": "fix_unknown_route",
                "e5": "write_tree",
                "e6": "stretch_roll_back",
            }
        ),
        "03": MappingProxyType(
            {
                "e1": "predict_the_release",
                "e2": "order_a_release",
                "e3": "write_by_variable",
                "e4": "fix_the_canary",
                "e5": "write_the_promotion",
                "e6": "stretch_decide",
            }
        ),
        "04": MappingProxyType(
            {
                "e1": "predict_the_mapping",
                "e2": "order_a_move",
                "e3": "write_the_router",
                "e4": "fix_the_default",
                "e5": "write_the_mappings",
                "e6": "stretch_by_header",
            }
        ),
        "05": MappingProxyType(
            {
                "e1": "choose_integrations",
                "e2": "order_a_queue",
                "e3": "fill_order_form",
                "e4": "fix_missing_role",
                "e5": "write_jobs",
                "e6": "stretch_wait",
            }
        ),
        "06": MappingProxyType(
            {
                "e1": "predict_from_where",
                "e2": "decide_the_endpoint",
                "e3": "write_the_policy",
                "e4": "fix_the_private_policy",
                "e5": "write_the_move",
                "e6": "stretch_the_model",
            }
        ),
        "07": MappingProxyType(
            {
                "e1": "predict_the_answer",
                "e2": "order_a_mapping",
                "e3": "katas",
                "e4": "fix_the_comma",
                "e5": "write_a_model",
                "e6": "stretch_clean_errors",
            }
        ),
        "09": MappingProxyType(
            {
                "e1": "predict_twelve_calls",
                "e2": "order_the_limits",
                "e3": "write_a_bucket",
                "e4": "fix_forbidden_key",
                "e5": "write_a_plan",
                "e6": "stretch_retry",
            }
        ),
        "10": MappingProxyType(
            {
                "e1": "predict_hits",
                "e2": "order_a_hit",
                "e3": "write_a_cache",
                "e4": "fix_the_leak",
                "e5": "write_by_species",
                "e6": "stretch_who_may_refresh",
            }
        ),
        "12a": MappingProxyType(
            {
                "e1": "predict_who_gets_in",
                "e2": "order_a_signature",
                "e3": "write_the_canonical_request",
                "e4": "fix_the_policy",
                "e5": "write_the_guard",
                "e6": "stretch_a_presigned_link",
            }
        ),
        "12b": MappingProxyType(
            {
                "e1": "predict_the_calls",
                "e2": "order_an_authorizer",
                "e3": "write_an_authorizer",
                "e4": "fix_the_narrow_policy",
                "e5": "write_the_attachment",
                "e6": "stretch_a_partners_token",
            }
        ),
        "12c": MappingProxyType(
            {
                "e1": "predict_which_token",
                "e2": "order_a_sign_in",
                "e3": "write_a_reader",
                "e4": "fix_the_backend",
                "e5": "write_the_pools_guard",
                "e6": "stretch_a_machine",
            }
        ),
        "12d": MappingProxyType(
            {
                "e1": "predict_who_is_still_in",
                "e2": "decide_for_each",
                "e3": "write_the_price",
                "e4": "fix_the_comparison",
                "e5": "write_three_guards",
                "e6": "stretch_who_calls",
            }
        ),
        "13": MappingProxyType(
            {
                "e1": "predict_the_metrics",
                "e2": "order_a_log",
                "e3": "write_who_failed",
                "e4": "fix_the_format",
                "e5": "write_a_pattern",
                "e6": "stretch_a_percentile",
            }
        ),
        "15": MappingProxyType(
            {
                "e1": "predict_what_is_charged",
                "e2": "decide_what_saves",
                "e3": "write_the_break_even",
                "e4": "fix_the_count",
                "e5": "write_the_month",
                "e6": "stretch_tiers",
            }
        ),
    }
)
"""Lesson → exercise → the module of ``apiglab.course.lesson_NN`` that judges it."""


def exercise(lesson: str, exercise_id: str) -> CourseExercise:
    """The exercise of that name. Raises ``KeyError`` where there is none."""
    module = MODULES[lesson][exercise_id]
    found: CourseExercise = import_module(f"apiglab.course.lesson_{lesson}.{module}").EXERCISE
    return found
