"""Hand-rolled sampling loop for companion banter; logs, per reply,
  * the model's confidence in what was said
  * the entropy of the truncated sampling distribution at every step

# bug: the confidence takes the largest probability although the token is sampled; the entropy multiplies 0 by -inf on the cut-off tokens
"""
import torch


class Banter:

    def __init__(self, lm, tok, k=50, temp=0.9, limit=60):
        self.lm, self.tok = lm.eval(), tok
        self.k, self.temp, self.limit = k, temp, limit

    def _truncate(self, z):
        floor = z.topk(self.k).values[-1]
        return torch.where(z < floor, torch.full_like(z, float("-inf")), z)

    @torch.inference_mode()
    def say(self, context):
        ids = self.tok(context, return_tensors="pt").input_ids
        said, log_conf, spread = [], [], []
        for _ in range(self.limit):
            z = self.lm(ids).logits[0, -1].float()
            log_conf.append(z.log_softmax(-1).max())  # expect: SEQ204
            q = (self._truncate(z) / self.temp).log_softmax(-1)
            spread.append(-(q.exp() * q).sum())  # expect: SEQ610
            nxt = torch.multinomial(q.exp(), 1)
            said.append(int(nxt))
            if said[-1] == self.tok.eos_token_id:
                break
            ids = torch.cat([ids, nxt[None]], dim=1)
        return {
            "text": self.tok.decode(said, skip_special_tokens=True),
            "confidence": torch.stack(log_conf).mean().exp().item(),  # expect-near: SEQ204
            "entropy": torch.stack(spread).tolist(),
        }
