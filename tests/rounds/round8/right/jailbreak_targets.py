"""Log-likelihood of an affirmative target under a chat model, per (request, target) pair."""
import torch


class TargetScorer:
    def __init__(self, tokenizer, model):
        self.tokenizer, self.model = tokenizer, model.eval()

    @torch.no_grad()
    def __call__(self, request, target):
        head = self.tokenizer.apply_chat_template(
            [{"role": "user", "content": request}], tokenize=False, add_generation_prompt=True)
        enc = self.tokenizer(head + target, add_special_tokens=False,
                             return_tensors="pt", return_offsets_mapping=True)
        ends = enc.pop("offset_mapping")[0, 1:, 1].to(self.model.device)
        enc = enc.to(self.model.device)
        z = self.model(**enc).logits[0, :-1].float()
        ids = enc["input_ids"][0, 1:]
        lp = z.gather(1, ids[:, None])[:, 0] - torch.logsumexp(z, dim=1)
        return lp[ends > len(head)].sum().item()
