#!/usr/bin/env node
import "../dist/internal/simulator/main.js"
