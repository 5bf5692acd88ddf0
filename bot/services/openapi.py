"""The whole HTTP interface as an OpenAPI 3.1 document: the intake of orders, and the answers of a partner's system."""

from collections.abc import Sequence

from bot.domain.orders import OrderState
from bot.domain.provisioning import Effect
from bot.intake.columns import NUMBER
from bot.intake.openapi import PREFIX, Schema, closed, common_refusals, intake_document, json_of, refusal, value_of
from bot.services.answers import answer_schema


def api_document(steps: Sequence[str]) -> Schema:
    """Return the OpenAPI document. `steps` are those that a refusal may name."""
    document = intake_document()
    document["paths"][f"{PREFIX}/orders/{{number}}/provisioning"] = {"post": answering()}
    document["components"]["schemas"] |= {"ProvisioningAnswer": answer_schema(steps), "AnswerReceipt": receipt()}
    return document


def answering() -> Schema:
    number = {"name": NUMBER.name, "in": "path", "required": True, "schema": value_of(NUMBER)}
    return {
        "summary": "Say what became of a finished setup",
        "operationId": "answerProvisioning",
        "parameters": [number],
        "requestBody": {"required": True, "content": json_of("ProvisioningAnswer")},
        "responses": {
            "200": {
                "description": "Kept, said before, or older than what is known.",
                "content": json_of("AnswerReceipt"),
            },
            "400": refusal("Not JSON, or not one object."),
            "404": refusal("No such order."),
            "409": refusal("Nothing was handed over, another event is the latest, or something else was said before."),
            "413": refusal("Too large."),
            "415": refusal("Not application/json."),
            "422": refusal("None of the answers; each place that needs attention is named."),
            **common_refusals(),
        },
    }


def receipt() -> Schema:
    """Return the schema of the receipt for an answer."""
    text = {"type": "string"}
    return closed(
        ["outcome", "detail", "number", "state"],
        {
            "outcome": {"enum": list(map(str, Effect))},
            "detail": text,
            "number": text,
            "state": {"enum": list(map(str, OrderState))},
        },
    )
