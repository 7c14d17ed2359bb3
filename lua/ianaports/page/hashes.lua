-- What the content security policy allows: the page's script and style by their SHA-256
-- (CSP Level 3, section 2.3.1). `page_spec.lua` tells what they are to be.

return {
  script = "sha256-Jn/EzpCaAMZ1jGwJb6/wIBiWQYhGNnHkKSCwSMo26DA=",
  style = "sha256-kNp/xl427CRhqpR9TOnKjZH5pZldut6OXooCUnf5HXk=",
}
