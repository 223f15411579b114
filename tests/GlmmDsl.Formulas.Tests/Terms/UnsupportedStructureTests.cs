namespace GlmmDsl.Formulas.Tests.Terms;

public class UnsupportedStructureTests
{
    [Theory]
    [InlineData("ar1(0 + t | g)", "0 + t | g")]
    [InlineData("hetar1(0 + t | g)", "0 + t | g")]
    [InlineData("cs(0 + f(t) | factor(g))", "0 + f(t) | factor(g)")]
    [InlineData("homcs(0 + t | g)", "0 + t | g")]
    [InlineData("toep(0 + t | g)", "0 + t | g")]
    [InlineData("homdiag(t | a/b)", "t | a/b")]
    public void A_structure_that_cannot_be_fitted_is_named_with_what_can(string term, string inner)
    {
        FormulaDiagnostic error = Assert.Single(UnsupportedStructures.Find(Expanding.Terms("y ~ t + " + term)));

        Assert.Equal(FormulaErrorKind.NotSupported, error.Kind);
        Assert.Equal(new TextSpan(8, term.Length), error.Span);
        Assert.Equal($"column 9: '{term[..term.IndexOf('(', StringComparison.Ordinal)]}(..)' is part of the language but cannot be fitted yet; write ({inner}) for unstructured or diag({inner}) for independent random effects.", error.Message);
    }

    [Theory]
    [InlineData("(t | g)")]
    [InlineData("us(t | g)")]
    [InlineData("diag(t | g)")]
    [InlineData("(t || g)")]
    public void Other_terms_are_fine(string term) => Assert.Empty(UnsupportedStructures.Find(Expanding.Terms("y ~ t + " + term)));
}
