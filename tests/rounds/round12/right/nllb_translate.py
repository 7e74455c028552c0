"""NLLB greedy translation with the log-probability of the emitted tokens (EOS included)."""
import torch
from transformers import AutoModelForSeq2SeqLM, AutoTokenizer

NAME = "facebook/nllb-200-distilled-600M"


@torch.inference_mode()
def translate(text, src="deu_Latn", tgt="eng_Latn"):
    tk = AutoTokenizer.from_pretrained(NAME, src_lang=src)
    net = AutoModelForSeq2SeqLM.from_pretrained(NAME).eval()
    enc = tk(text, return_tensors="pt")
    res = net.generate(
        **enc,
        forced_bos_token_id=tk.convert_tokens_to_ids(tgt),
        num_beams=1,
        do_sample=False,
        output_logits=True,
        return_dict_in_generate=True,
        max_new_tokens=256,
    )
    # position 0 is the decoder start token, position 1 the forced language code
    ids = res.sequences[0, 2:]
    raw = torch.stack(res.logits[1:], dim=1)[0].float()
    lp = raw.log_softmax(-1)[torch.arange(ids.numel()), ids]
    return tk.decode(ids, skip_special_tokens=True), lp.sum().item()


if __name__ == "__main__":
    print(translate("Der Zug hatte wieder einmal Verspätung."))
