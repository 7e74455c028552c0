"""Score ready-made GPT-2 encodings (lists of ids) in batches.

# bug: the batch is filled up with 0 and every 0 is then dropped, although id 0 is a real token ("!")
"""
import torch
from torch.nn.utils.rnn import pad_sequence
from transformers import GPT2LMHeadModel


def to_batch(rows):
    seqs = [torch.as_tensor(r, dtype=torch.long) for r in rows]
    return pad_sequence(seqs, batch_first=True, padding_value=0)


class BatchTextScorer:
    def __init__(self, checkpoint="gpt2", batch_size=16):
        self.model = GPT2LMHeadModel.from_pretrained(checkpoint)
        self.model.eval()
        self.batch_size = batch_size

    @torch.no_grad()
    def __call__(self, rows):
        """Log-probability of every row (its first id is given, not scored)."""
        out = []
        for at in range(0, len(rows), self.batch_size):
            x = to_batch(rows[at:at + self.batch_size])
            att = (x != 0).long()  # expect: SEQ317
            lp = self.model(x, attention_mask=att).logits[:, :-1].log_softmax(-1)
            tok = lp.gather(-1, x[:, 1:, None]).squeeze(-1)
            out += (tok * att[:, 1:]).sum(-1).tolist()  # expect-near: SEQ317
        return out
