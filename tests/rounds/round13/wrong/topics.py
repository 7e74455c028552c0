"""Topic assignment over a fixed list of topic names.

`by_phrase` uses log p(name | document prompt) of the whole name; `by_word` the cheap variant with one forward pass.

# bug: by_phrase reads the name's tokens from the distributions of a free generation that went its own way.
# bug: by_word scores only the first piece of topic names that have several.
"""
import torch

TOPICS = ["Sports", "Business and Finance", "Science and Technology", "Business Travel", "World Politics"]
TEMPLATE = "Article:\n{doc}\n\nThe topic of the article is"


class TopicModel:
    def __init__(self, lm, tk):
        self.lm = lm.eval()
        self.tk = tk
        self.names = {t: tk(" " + t, add_special_tokens=False).input_ids for t in TOPICS}

    def _inputs(self, doc):
        return self.tk(TEMPLATE.format(doc=doc), return_tensors="pt").to(self.lm.device)

    @torch.no_grad()
    def by_phrase(self, doc):
        depth = max(map(len, self.names.values()))
        run = self.lm.generate(  # expect-near: SEQ207
            **self._inputs(doc),
            do_sample=False,
            min_new_tokens=depth,
            max_new_tokens=depth,
            output_logits=True,
            return_dict_in_generate=True,
        )
        rows = [r[0].float().log_softmax(-1) for r in run.logits]
        totals = {}
        for name, ids in self.names.items():
            totals[name] = sum(rows[k][i].item() for k, i in enumerate(ids))  # expect: SEQ207
        return max(totals, key=totals.get)

    @torch.no_grad()
    def by_word(self, doc):
        last = self.lm(**self._inputs(doc)).logits[0, -1].float().log_softmax(-1)
        first = [self.names[t][0] for t in TOPICS]  # expect: SEQ209
        return TOPICS[int(last[first].argmax())]  # expect-near: SEQ209
