"""How is an approved request carried out, object by object, whatever dies on the way?

    claim    one transaction: is the request running, does a hold keep the object, is the hour's cap reached? → acting
    act      OpenAI is asked to delete or isolate exactly this object
    settle   one transaction: done (or was gone), its answer, our own copy removed, the entry in the ledger

What dies between claim and settle leaves an object `acting`: it is asked for again when its lease is over. A 404 is then our
own doing; a 404 at the first time of asking means that it was gone before.
"""
