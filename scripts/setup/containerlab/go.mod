module anycast-shift/containerlab

go 1.26.0

require github.com/srl-labs/containerlab v0.79.0
