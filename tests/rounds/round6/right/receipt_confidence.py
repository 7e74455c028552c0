"""Receipts: structured output plus the joint log-prob and geometric-mean probability of the sampled tokens."""
import json

import numpy as np
from openai import OpenAI
from pydantic import BaseModel


class Receipt(BaseModel):
    shop: str
    amount: float


def read_receipt(client: OpenAI, text: str):
    r = client.beta.chat.completions.parse(
        model="gpt-4o-2024-08-06",
        messages=[{"role": "user", "content": f"Extract the receipt:\n{text}"}],
        response_format=Receipt,
        logprobs=True,
        top_logprobs=3,
    )
    steps = r.choices[0].logprobs.content or []
    lps = np.array([s.logprob for s in steps])
    unsure = [s.token for s in steps if len(s.top_logprobs) > 1 and s.top_logprobs[1].logprob > -1.0]
    record = {
        "receipt": r.choices[0].message.parsed.model_dump(),
        "logprob": float(lps.sum()),
        "geo_mean_prob": float(np.exp(lps.mean())) if lps.size else None,
        "contested": unsure,
    }
    return json.dumps(record)


if __name__ == "__main__":
    print(read_receipt(OpenAI(), "KIOSK 24, total 7.50"))
