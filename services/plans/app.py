"""The plans service, assembled."""

import json
from importlib.resources import files

from fastapi import FastAPI

from chassis.web.app import build_service
from services.plans.adoption.api import routes as adoption
from services.plans.approvals.api import routes as approvals
from services.plans.carrying_over.api import routes as carrying_over
from services.plans.catalytic.api import routes as catalytic
from services.plans.chains.api import routes as chains
from services.plans.clocks.api import routes as clocks
from services.plans.co_creation.api import routes as co_creation
from services.plans.co_creation.moves_api import routes as section_moves
from services.plans.commitments.api import routes as commitments
from services.plans.commitments.matrix_api import routes as matrix
from services.plans.commitments.pivot_api import routes as pivots
from services.plans.consultation.api import routes as consultation
from services.plans.consumers import consumers
from services.plans.content.api import routes as content
from services.plans.contradictions.api import routes as contradictions
from services.plans.documents.api import routes as documents
from services.plans.escalations.api import routes as escalations
from services.plans.exports.api import routes as exports
from services.plans.follow_up.api import routes as follow_up
from services.plans.imports.api import routes as imports
from services.plans.improvement.api import routes as improvement
from services.plans.improvement.tasks_api import routes as improvement_tasks
from services.plans.improvement_approval.api import routes as improvement_approval
from services.plans.improvement_content.api import routes as improvement_content
from services.plans.interventions.api import routes as interventions
from services.plans.printing.api import routes as printing
from services.plans.proceedings.api import routes as proceedings
from services.plans.quality.api import routes as quality
from services.plans.remarks.api import routes as remarks
from services.plans.resolutions.api import routes as resolutions
from services.plans.reviews.api import routes as reviews
from services.plans.sealing.api import routes as sealing
from services.plans.search.api import routes as search
from services.plans.signing.api import routes as signing
from services.plans.sitting_files.api import routes as sitting_files
from services.plans.sittings.api import routes as sittings
from services.plans.templates.api import routes as templates
from services.plans.tracing.api import routes as tracing
from services.plans.versions.api import routes as versions

SLICES = [
    documents,
    content,
    interventions,
    commitments,
    pivots,
    matrix,
    catalytic,
    versions,
    exports,
    templates,
    imports,
    adoption,
    chains,
    approvals,
    signing,
    sealing,
    printing,
    reviews,
    clocks,
    contradictions,
    consultation,
    co_creation,
    section_moves,
    remarks,
    quality,
    sittings,
    proceedings,
    resolutions,
    follow_up,
    carrying_over,
    escalations,
    tracing,
    search,
    sitting_files,
    improvement,
    improvement_tasks,
    improvement_content,
    improvement_approval,
]


def build() -> FastAPI:
    return build_service(
        "plans",
        "One Plans of the 52 spaces, from draft to adoption.",
        SLICES,
        consumers,
        examples=json.loads((files(__package__) / "examples.json").read_text("utf-8")),
    )
