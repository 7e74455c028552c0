"""Which of the options does the model believe? log p(option | prompt) for each.

# bug: the option's tokens are looked up in the distributions of a free-running generation, which continued with the model's own tokens.
"""
import logging

import torch

log = logging.getLogger(__name__)


class OptionProbe:
    def __init__(self, model, pad_id):
        self.model = model.eval()
        self.pad_id = pad_id

    @torch.no_grad()
    def __call__(self, prompt_ids, options):
        """prompt_ids: (1, P) tensor; options: {name: list of token ids}."""
        table = {}
        for name, ids in options.items():
            want = torch.tensor(ids, device=prompt_ids.device)
            gen = self.model.generate(  # expect-near: SEQ207
                prompt_ids,
                attention_mask=torch.ones_like(prompt_ids),
                do_sample=False,
                num_beams=1,
                min_new_tokens=len(ids),
                max_new_tokens=len(ids),
                pad_token_id=self.pad_id,
                return_dict_in_generate=True,
                output_logits=True,
            )
            lp = torch.stack(gen.logits, dim=1)[0].float().log_softmax(-1)
            table[name] = lp.gather(-1, want.view(-1, 1)).sum().item()  # expect: SEQ207
            log.debug("%s -> %.3f", name, table[name])
        return table

    def best(self, prompt_ids, options):
        table = self(prompt_ids, options)
        return max(table, key=table.get)
