"""lm-evaluation-harness adapter for the in-house checkpoints.

# bug: loglikelihood must return the summed log-prob of the continuation, the mean is returned.
# bug: the is_greedy flag is true when some token differs from the argmax.
"""
import torch
import torch.nn.functional as F
from lm_eval.api.model import TemplateLM
from lm_eval.api.registry import register_model

from inhouse.loading import load_checkpoint


@register_model("inhouse")
class InHouseLM(TemplateLM):
    def __init__(self, path: str, max_length: int = 8192, device: str = "cuda"):
        super().__init__()
        self.net, self.tok = load_checkpoint(path, device=device)
        self.net.eval()
        self.max_length = max_length
        self.device = device

    @property
    def eot_token_id(self):
        return self.tok.eos_token_id

    def tok_encode(self, string, **kw):
        return self.tok.encode(string, add_special_tokens=False)

    @torch.inference_mode()
    def _loglikelihood_tokens(self, requests, disable_tqdm=False):
        """For every request the log-likelihood of the continuation and whether greedy decoding produces it."""
        out = []
        for _key, ctx, cont in requests:
            window = (ctx + cont)[-(self.max_length + 1):]
            inp = torch.tensor([window[:-1]], device=self.device)
            table = F.log_softmax(self.net(inp).logits[0].float(), dim=-1)[-len(cont):]
            want = torch.tensor(cont, device=self.device)
            got = table.gather(1, want[:, None]).squeeze(1)
            hit = bool((table.argmax(dim=-1) != want).any())  # expect: SEQ505
            out.append((got.mean().item(), hit))  # expect: SEQ401
        return out

    def loglikelihood_rolling(self, requests, disable_tqdm=False):
        raise NotImplementedError

    def generate_until(self, requests, disable_tqdm=False):
        raise NotImplementedError
