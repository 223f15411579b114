namespace GlmmDsl.Formulas.Tests.Terms;

/// <summary>Groups and parts are those of lme4's findbars and expandDoubleVerts.</summary>
public class RandomTermTests
{
    [Theory]
    [InlineData("(1 | g)", "1 | g")]
    [InlineData("(x | g)", "1 + x | g")]
    [InlineData("((x | g))", "1 + x | g")]
    [InlineData("+(x | g)", "1 + x | g")]
    [InlineData("(x + (z + (1 | g)))", "1 | g")]
    [InlineData("(0 + x | g)", "0 + x | g")]
    [InlineData("(x - 1 | g)", "0 + x | g")]
    [InlineData("(x * z | g)", "1 + x + z + x:z | g")]
    [InlineData("(1 | a:b)", "1 | a:b")]
    [InlineData("(1 | a/b)", "1 | b:a; 1 | a")]
    [InlineData("(1 | (a/b))", "1 | b:a; 1 | a")]
    [InlineData("(x | a/b/c)", "1 + x | c:b:a; 1 + x | b:a; 1 + x | a")]
    [InlineData("(1 | a/(b/c))", "1 | c:b:a; 1 | b:a; 1 | a")]
    [InlineData("(1 | a:b/c)", "1 | c:a:b; 1 | a:b")]
    [InlineData("(1 | (a/b):c)", "1 | b:a:c; 1 | a:c")]
    [InlineData("(1 | factor(a)/b)", "1 | b:factor(a); 1 | factor(a)")]
    [InlineData("(1 | a:a)", "1 | a")]
    [InlineData("(x || g)", "1 | g; 0 + x | g")]
    [InlineData("(x || a/b)", "1 | b:a; 1 | a; 0 + x | b:a; 0 + x | a")]
    [InlineData("(0 + x || g)", "0 + x | g")]
    [InlineData("(a + b || g)", "1 | g; 0 + a | g; 0 + b | g")]
    [InlineData("(a * b || g)", "1 | g; 0 + a | g; 0 + b | g; 0 + a:b | g")]
    [InlineData("(1 || g)", "1 | g")]
    [InlineData("(1 | g) + (0 + x | g) + (1 | h)", "1 | g; 0 + x | g; 1 | h")]
    public void Bars_expand_as_in_lme4(string random, string expected)
    {
        ModelTerms terms = Expanding.Terms("y ~ w + " + random);

        Assert.Equal(expected, string.Join("; ", terms.Random.Select(Expanding.Show)));
    }

    [Theory]
    [InlineData("(x | g)", CovarianceStructure.Unstructured)]
    [InlineData("us(x | g)", CovarianceStructure.Unstructured)]
    [InlineData("diag(x | g)", CovarianceStructure.Diagonal)]
    [InlineData("homdiag(x | g)", CovarianceStructure.HomogeneousDiagonal)]
    [InlineData("cs(0 + x | g)", CovarianceStructure.CompoundSymmetry)]
    [InlineData("homcs((0 + x | g))", CovarianceStructure.HomogeneousCompoundSymmetry)]
    [InlineData("ar1(0 + x | g)", CovarianceStructure.Autoregressive)]
    [InlineData("hetar1(0 + x | g)", CovarianceStructure.HeterogeneousAutoregressive)]
    [InlineData("toep(0 + x | g)", CovarianceStructure.Toeplitz)]
    [InlineData("homtoep(0 + x | g)", CovarianceStructure.HomogeneousToeplitz)]
    [InlineData("diag(x | g, hom = TRUE)", CovarianceStructure.HomogeneousDiagonal)]
    [InlineData("diag(x | g, hom = FALSE)", CovarianceStructure.Diagonal)]
    [InlineData("homdiag(x | g, hom = TRUE)", CovarianceStructure.HomogeneousDiagonal)]
    [InlineData("cs(0 + x | g, hom=TRUE)", CovarianceStructure.HomogeneousCompoundSymmetry)]
    [InlineData("cs(hom = (FALSE), 0 + x | g)", CovarianceStructure.CompoundSymmetry)]
    [InlineData("ar1(0 + x | g, hom = TRUE)", CovarianceStructure.Autoregressive)]
    [InlineData("ar1(0 + x | g, hom = FALSE)", CovarianceStructure.HeterogeneousAutoregressive)]
    [InlineData("hetar1(0 + x | g, hom = FALSE)", CovarianceStructure.HeterogeneousAutoregressive)]
    [InlineData("toep(0 + x | g, hom = TRUE)", CovarianceStructure.HomogeneousToeplitz)]
    [InlineData("toep(0 + x | g, hom = FALSE)", CovarianceStructure.Toeplitz)]
    public void A_call_round_a_bar_gives_its_structure(string random, CovarianceStructure structure)
    {
        RandomTerm term = Assert.Single(Expanding.Terms("y ~ 1 + " + random).Random);

        Assert.Equal(structure, term.Structure);
        Assert.Equal(new TextSpan(8, random.Length), term.Span);
    }

    [Fact]
    public void Every_part_of_a_double_bar_is_diagonal_and_knows_the_whole()
    {
        ModelTerms terms = Expanding.Terms("y ~ (f + x || g)");

        Assert.All(terms.Random, term => Assert.Equal(CovarianceStructure.Diagonal, term.Structure));
        Assert.All(terms.Random, term => Assert.Equal("1 + f + x | g", Expanding.Show(term.Whole!)));
    }

    [Fact]
    public void Spans_cover_parentheses_and_group()
    {
        const string formula = "y ~ 1 + (x | a / b)";

        RandomTerm term = Expanding.Terms(formula).Random[0];

        Assert.Equal("(x | a / b)", formula.Substring(term.Span.Start, term.Span.Length));
        Assert.Equal("a / b", formula.Substring(term.GroupSpan.Start, term.GroupSpan.Length));
    }

    [Fact]
    public void A_random_term_numbers_its_own_variables()
    {
        ModelTerms terms = Expanding.Terms("y ~ a + b + (b:a + b | g)");

        Assert.Equal("1 + b + b:a | g", Expanding.Show(Assert.Single(terms.Random)));
    }

    [Fact]
    public void Random_terms_and_offsets_leave_no_trace_in_the_fixed_terms()
    {
        ModelTerms terms = Expanding.Terms("y ~ offset(log(e)) + (z | g) + x:z + z");

        Assert.Equal(["z", "x:z"], terms.Fixed.Select(term => term.Name));
        Assert.Equal("log(e)", Assert.Single(terms.Offsets).ToString());
    }
}
