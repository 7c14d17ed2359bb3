-- The SHA-256 hashes of the script and the style that the page's content security policy allows
-- (CSP Level 3, section 2.3.1). html_spec.lua reports the new ones if a file has changed.

return {
  script = "sha256-71QnUcjL1O0lr12Gko2YLl2jzYFHCGFSQsE8AzFdJgY=",
  style = "sha256-20FShwDpgZYj3fdjsaQeYDY1LUxdkySKWeU7lMhOq68=",
}
