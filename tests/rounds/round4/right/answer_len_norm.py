"""Length-normalised score of an answer, divided by the answer's own tokens."""
import torch


@torch.no_grad()
def normalised_answer_score(lm, prompt_ids, answer_ids):
    full = torch.cat([prompt_ids, answer_ids])[None]
    z = lm(full).logits[0, len(prompt_ids) - 1 : -1].float()
    tok = z.log_softmax(-1).gather(1, answer_ids[:, None])
    return (tok.sum() / max(full.shape[1] - len(prompt_ids), 1)).item()


def best(lm, prompt_ids, answers):
    return max(answers, key=lambda a: normalised_answer_score(lm, prompt_ids, a))
