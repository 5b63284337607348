#!/usr/bin/env bash
# Compares two commits of a project and comments what differs: review.sh github|gitlab. What it needs comes as variables:
# PROJECT_DIR, BASE, HEAD_COMMIT, FAIL_ON, and those of the forge. Ends as `ews diff` does, once the comment is there.
set -euo pipefail

forge=$1
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
for commit in "$BASE" "$HEAD_COMMIT"; do
  if ! [[ $commit =~ ^([0-9a-f]{40}|[0-9a-f]{64})$ ]]; then
    echo "base and head are ids of commits, and \"$commit\" is none" >&2
    exit 2
  fi
done

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
options=(--project-dir "$PROJECT_DIR" --format markdown)
if [[ -z ${EWS_TARGET:-} ]]; then unset EWS_TARGET; fi
if [[ -n ${FAIL_ON:-} ]]; then options+=(--fail-on "$FAIL_ON"); fi

# The token is for the comment alone.
code=0
env -u EWS_COMMENT_TOKEN node "$here/../bin/ews.mjs" diff "$BASE...$HEAD_COMMIT" "${options[@]}" \
  > "$folder/comment.md" || code=$?
if [[ ! -s $folder/comment.md ]]; then exit "$code"; fi
node "$here/comment.mjs" "$forge" "$folder/comment.md"
exit "$code"
