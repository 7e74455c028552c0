"""One greedy reply with its log-probability under the unprocessed model."""
from dataclasses import asdict, dataclass

import torch


@dataclass
class Reply:
    text: str
    logprob: float
    tokens: int

    @property
    def avg_logprob(self) -> float:
        return self.logprob / self.tokens


@torch.inference_mode()
def reply(lm, tok, prompt: str, budget: int = 128) -> Reply:
    feed = tok(prompt, return_tensors="pt").to(lm.device)
    g = lm.generate(
        **feed,
        do_sample=False,
        max_new_tokens=budget,
        min_new_tokens=1,
        output_logits=True,
        return_dict_in_generate=True,
    )
    new = g.sequences[0, feed.input_ids.size(1) :]
    table = torch.stack(g.logits, dim=1)[0].float().log_softmax(dim=-1)
    picked = table[torch.arange(len(new)), new]
    return Reply(tok.decode(new, skip_special_tokens=True), picked.sum().item(), len(new))


def as_json(r: Reply) -> dict:
    return {**asdict(r), "avg_logprob": r.avg_logprob}
