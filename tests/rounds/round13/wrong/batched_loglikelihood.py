"""loglikelihood() backend: returns (sum of log-probs, is_greedy) for (context ids, continuation ids) pairs.

# bug: the left-padded batch goes through the model without its attention_mask; the greedy test takes argmax over time instead of the vocabulary
"""
import torch
from transformers import AutoModelForCausalLM


class LlamaBackend:
    def __init__(self, repo, pad_id, device="cuda"):
        self.net = AutoModelForCausalLM.from_pretrained(repo).to(device).eval()
        self.pad_id = pad_id
        self.device = device

    def _collate(self, pairs):
        seqs = [torch.tensor(c + k) for c, k in pairs]
        width = max(map(len, seqs))
        ids = torch.full((len(seqs), width), self.pad_id)
        attn = torch.zeros_like(ids)
        for i, s in enumerate(seqs):
            ids[i, width - len(s):] = s
            attn[i, width - len(s):] = 1
        return ids.to(self.device), attn.to(self.device)

    @torch.no_grad()
    def loglikelihood(self, pairs):
        ids, attn = self._collate(pairs)
        logits = self.net(ids).logits.float()  # expect: SEQ314
        results = []
        for row, (_, cont) in zip(logits, pairs):
            n = len(cont)
            lp = row[-n - 1:-1].log_softmax(-1)
            want = torch.tensor(cont, device=lp.device)
            total = lp[torch.arange(n, device=lp.device), want].sum().item()
            greedy = torch.equal(lp.argmax(0), want)  # expect: SEQ505
            results.append((total, greedy))
        return results
