using GlmmDsl.Analyzers.Tests.Harness;

namespace GlmmDsl.Analyzers.Tests.Specifications;

/// <summary>GLMM311, and what other rules see of a family of the program's own.</summary>
public class OwnFamilyRuleTests
{
    private const string Density = " { protected override T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m) => eta[0]; }";

    private const string Families = """

        public class Own() : GlmmDsl.Families.ResponseFamily("own", GlmmDsl.Formulas.ResponseRange.PositiveNumbers, Link.Log)
        """ + Density + """

        public sealed class Derived : Own;
        public sealed class Shares() : GlmmDsl.Families.ResponseFamily("shares", GlmmDsl.Formulas.ResponseRange.Proportions, Link.Logit)
        """ + Density + """

        public sealed class Linked(Link link) : GlmmDsl.Families.ResponseFamily("linked", GlmmDsl.Formulas.ResponseRange.PositiveNumbers, link)
        """ + Density + """

        public sealed class Hidden : GlmmDsl.Families.ResponseFamily
        {
            private Hidden() : base("hidden", GlmmDsl.Formulas.ResponseRange.PositiveNumbers, Link.Log) { }
            protected override T LogDensity<T>(ReadOnlySpan<T> eta, double y, double m) => eta[0];
        }
        public abstract class Abstract() : GlmmDsl.Families.ResponseFamily("abstract", GlmmDsl.Formulas.ResponseRange.PositiveNumbers, Link.Log);
        """;

    [Theory]
    [InlineData("string")]
    [InlineData("Herd")]
    [InlineData("Linked")]
    [InlineData("Hidden")]
    [InlineData("Abstract")]
    [InlineData("GlmmDsl.Families.ResponseFamily")]
    public Task A_class_that_makes_no_family_is_refused(string type) =>
        RuleTest.VerifyAsync("GLMM311", SpecificationSource.Model("Days ~ Period + (1 | Name)", $"typeof([|{type}|])", Families));

    [Theory]
    [InlineData("Own", "")]
    [InlineData("Derived", "")]
    [InlineData("Own", ", Dispersion = \\\"~ Period\\\", ZeroInflation = \\\"~ 1\\\"")]
    [InlineData("Own", ", Weights = \\\"Size\\\"")]
    public Task A_family_is_silent(string type, string arguments) =>
        RuleTest.SilentAsync(SpecificationSource.Model("Days ~ Period + (1 | Name)", $"typeof({type}){arguments.Replace("\\\"", "\"", StringComparison.Ordinal)}", Families));

    [Fact]
    public Task Its_link_is_its_own() =>
        RuleTest.VerifyAsync("GLMM308", SpecificationSource.Model("Days ~ Period + (1 | Name)", "typeof(Own), Link = [|Link.Sqrt|]", Families));

    [Fact]
    public Task The_fix_leaves_the_link_out() => FixTest.VerifyAsync(
        "GLMM308",
        SpecificationSource.Model("Days ~ Period + (1 | Name)", "typeof(Own), Link = Link.Sqrt", Families),
        SpecificationSource.Model("Days ~ Period + (1 | Name)", "typeof(Own)", Families));

    [Theory]
    [InlineData("Own", "[|IsSick|]")]
    [InlineData("Derived", "[|IsSick|]")]
    [InlineData("Shares", "[|Incidence|]")]
    public Task Its_range_is_known_where_its_source_names_it(string type, string response) =>
        RuleTest.VerifyAsync("GLMM312", SpecificationSource.Model(response + " ~ Period + (1 | Name)", $"typeof({type})", Families));
}
