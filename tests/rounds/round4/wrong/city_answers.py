"""Log-probability of a city name as the answer.
# bug: only the last token of the city's tokenisation is scored.
"""
import torch


def city_logprob(lm, tok, question, city):
    """log P(city | question)."""
    q = tok(question, return_tensors="pt")
    target = tok(" " + city, add_special_tokens=False)["input_ids"][-1]  # expect-near: SEQ209
    with torch.no_grad():
        lp = torch.log_softmax(lm(**q).logits[0, -1].float(), dim=0)
    return lp[target].item()  # expect: SEQ209


def rank_cities(lm, tok, question, cities=("New York", "San Francisco", "Los Angeles", "Kuala Lumpur")):
    return sorted(cities, key=lambda c: city_logprob(lm, tok, question, c), reverse=True)
