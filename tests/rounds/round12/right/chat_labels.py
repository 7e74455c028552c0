"""Teacher-forced label scoring behind a chat template (single BOS, template boundary is hard)."""
import torch


class ChatClassifier:
    def __init__(self, tk, lm, labels):
        self.tk, self.lm = tk, lm.eval()
        self.labels = {l: tk.encode(l, add_special_tokens=False) for l in labels}

    @torch.no_grad()
    def scores(self, text):
        head = self.tk.apply_chat_template(
            [{"role": "user", "content": text}], add_generation_prompt=True, tokenize=True, return_dict=True
        )["input_ids"]
        res = {}
        for name, ids in self.labels.items():
            seq = torch.tensor([head + ids], device=self.lm.device)
            z = self.lm(seq).logits[0, len(head) - 1:-1].float()
            res[name] = z.log_softmax(-1).gather(1, seq[0, len(head):, None]).sum().item()
        return res

    def __call__(self, text):
        s = self.scores(text)
        names = list(s)
        p = torch.tensor([s[n] for n in names]).softmax(0)
        return dict(zip(names, p.tolist()))
