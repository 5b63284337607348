# Sourced by a script of this folder. `step NAME` ends the step before and begins the next one; when the script ends,
# however it ends, the seconds of every step are printed: by the clock, and of processors (user and system of all that
# was waited for), which say more than the clock on a machine that has other work to do.

step_folder=$(mktemp -d)
step_name=''

# Seconds; whole ones where bash is older than 5.
now() {
  local time=${EPOCHREALTIME:-$(date +%s)}
  printf '%s' "${time/,/.}"
}

# Needs the script's own shell: a subshell would be told of its own processes.
processor_seconds() {
  times >"$step_folder/times"
  used=$(awk '{ for (i = 1; i <= 2; i++) { gsub(",", ".", $i); split($i, part, /[ms]/); sum += 60 * part[1] + part[2] } }
    END { printf "%.1f", sum }' "$step_folder/times")
}

end_step() {
  if [ -z "$step_name" ]; then return; fi
  local ended began_used=$step_used
  ended=$(now)
  processor_seconds
  awk -v from="$step_began" -v to="$ended" -v before="$began_used" -v after="$used" -v name="$step_name" -v mark="${1:-}" \
    'BEGIN { printf "%8.1f %8.1f  %s%s\n", to - from, after - before, name, mark }' >>"$step_folder/table"
  step_name=''
}

step() {
  end_step
  processor_seconds
  step_name=$* step_used=$used step_began=$(now)
  printf '\n=== %s\n' "$*"
}

print_steps() {
  local code=$?
  set +e
  if [ "$code" -eq 0 ]; then end_step; else end_step "  FAILED with $code"; fi
  if [ -s "$step_folder/table" ]; then
    printf '\n=== seconds a step\n%8s %8s  step\n' clock CPU
    cat "$step_folder/table"
    awk '{ clock += $1; cpu += $2 } END { printf "%8.1f %8.1f  in all\n", clock, cpu }' "$step_folder/table"
  fi
  rm -rf "$step_folder"
}
trap print_steps EXIT
