"""Control: organisation, policies, findings, holds, approvals, duties, exceptions.

Owns companies, sites, threads, policy rules, holds, approvals, exceptions and recorded duty conflicts. It knows no
module above it: documents are named by kind and id. Higher modules enter through `governance.public`.
"""
