"""White-box uncertainty baselines for the hallucination benchmark.

# bug: the scores of generate() are gathered and averaged without log_softmax; the entropy of a top-k filtered distribution computes 0 * log 0
"""
import torch


class GreedyUncertainty:
    def __init__(self, model, tokenizer, max_new_tokens=64):
        self.model = model.eval()
        self.tokenizer = tokenizer
        self.max_new_tokens = max_new_tokens

    @torch.no_grad()
    def answer(self, question):
        enc = self.tokenizer(question, return_tensors="pt").to(self.model.device)
        gen = self.model.generate(
            **enc,
            do_sample=False,
            max_new_tokens=self.max_new_tokens,
            return_dict_in_generate=True,
            output_scores=True,
        )
        new = gen.sequences[:, enc.input_ids.size(1):]
        steps = torch.stack(gen.scores, dim=1).float()
        avg_logprob = steps.gather(-1, new[..., None]).squeeze(-1).mean(-1)  # expect: SEQ112
        return self.tokenizer.decode(new[0], skip_special_tokens=True), -avg_logprob.item()


def truncated_entropy(logits, k=50):
    """Entropy (nats) of the next-token distribution of a top-``k`` sampler, one value per position."""
    floor = logits.topk(k, dim=-1).values[..., -1:]
    kept = logits.masked_fill(logits < floor, float("-inf"))
    lp = torch.log_softmax(kept, dim=-1)
    return -(lp.exp() * lp).sum(dim=-1)  # expect: SEQ610
