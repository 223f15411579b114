using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GlmmDsl.Generators.Tests.Pipeline;

/// <summary>Which steps of the generator run again after an edit.</summary>
public sealed class IncrementalSteps
{
    private const string Row = "public sealed record Row(double Y, double X, string G);";

    [Fact]
    public void An_unrelated_edit_reruns_symbol_reading_only()
    {
        (_, GeneratorRunResult after) = RunTwice(100, c => c.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Unrelated { int x; }", new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose))));
        Assert.Equal(100, Reasons(after, TrackingNames.Symbols).Count());
        Assert.All(Reasons(after, TrackingNames.Symbols), r => Assert.True(r is IncrementalStepRunReason.Unchanged or IncrementalStepRunReason.Cached));
        foreach (string step in new[] { TrackingNames.NameClashes, TrackingNames.Configuration, TrackingNames.Sources, TrackingNames.Keys })
        {
            Assert.NotEmpty(Reasons(after, step));
            Assert.All(Reasons(after, step), r => Assert.Equal(IncrementalStepRunReason.Cached, r));
        }

        Assert.All(after.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs), o => Assert.Equal(IncrementalStepRunReason.Cached, o.Reason));
    }

    [Fact]
    public void An_edit_of_one_formula_remakes_that_model_alone()
    {
        (_, GeneratorRunResult after) = RunTwice(20, c => c.ReplaceSyntaxTree(c.SyntaxTrees.ElementAt(7), Tree(Model(6, "Y ~ X + I(X^2) + (1 | G)"))));
        Assert.Single(Reasons(after, TrackingNames.Configuration), r => r == IncrementalStepRunReason.Modified);
        Assert.Single(Reasons(after, TrackingNames.Sources), r => r == IncrementalStepRunReason.Modified);
        Assert.Single(Reasons(after, TrackingNames.Keys), r => r == IncrementalStepRunReason.Modified);
    }

    [Theory]
    [InlineData("double Y, double X, string G, ")]
    [InlineData("double Y, double X, string G, dou")]
    [InlineData("double Y, double X, string G, double ")]
    [InlineData("double Y, double X, string G, double H")]
    [InlineData("double Y, double Height, double X, string G")]
    public void A_column_that_is_being_written_remakes_no_model_that_does_not_name_it(string columns)
    {
        (GeneratorRunResult before, GeneratorRunResult after) = RunTwice(20, c => c.ReplaceSyntaxTree(c.SyntaxTrees.First(), Tree($"public sealed record Row({columns});")));
        foreach (string step in new[] { TrackingNames.Configuration, TrackingNames.Sources, TrackingNames.Keys })
        {
            Assert.All(Reasons(after, step), r => Assert.Equal(IncrementalStepRunReason.Cached, r));
        }

        Assert.Equal(before.GeneratedSources.Select(s => s.SourceText.ToString()), after.GeneratedSources.Select(s => s.SourceText.ToString()));
    }

    [Theory]
    [InlineData("double Y, int X, string G")]
    [InlineData("double Y, double? X, string G")]
    [InlineData("double Y, [property: Aliases(\"Height\")] double X, string G, double Height")]
    [InlineData("double Y, string X, string G")]
    public void A_column_that_changes_remakes_the_models_that_name_it(string columns)
    {
        (_, GeneratorRunResult after) = RunTwice(20, c => c.ReplaceSyntaxTree(c.SyntaxTrees.First(), Tree($"public sealed record Row({columns});")));
        Assert.DoesNotContain(Reasons(after, TrackingNames.Configuration), r => r is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged);
        Assert.Equal(TypedCompilation.Generate([$"public sealed record Row({columns});", .. Models(20)]), after.GeneratedSources.ToDictionary(s => s.HintName, s => s.SourceText.ToString()));
    }

    [Fact]
    public void A_wrong_model_is_remade_when_the_column_that_it_lacks_is_written()
    {
        CSharpCompilation compilation = TypedCompilation.Create("Test", [Row, Model(0, "Y ~ X + Height + (1 | G)"), Model(1, "Y ~ X + Age + (1 | G)"), Model(2, "Y ~ X + (1 | G)")]);
        GeneratorDriver driver = TypedCompilation.Driver().RunGenerators(compilation);
        const string taller = "public sealed record Row(double Y, double X, string G, double Height);";
        GeneratorRunResult after = driver.RunGenerators(compilation.ReplaceSyntaxTree(compilation.SyntaxTrees.First(), Tree(taller))).GetRunResult().Results.Single();
        Assert.Equal(
            TypedCompilation.Generate(taller, Model(0, "Y ~ X + Height + (1 | G)"), Model(1, "Y ~ X + Age + (1 | G)"), Model(2, "Y ~ X + (1 | G)")),
            after.GeneratedSources.ToDictionary(s => s.HintName, s => s.SourceText.ToString()));
        Assert.Single(Reasons(after, TrackingNames.Sources), r => r == IncrementalStepRunReason.Cached);
    }

    [Fact]
    public void A_comment_in_the_models_own_file_remakes_nothing()
    {
        (_, GeneratorRunResult after) = RunTwice(5, c => c.ReplaceSyntaxTree(c.SyntaxTrees.ElementAt(2), Tree("// a comment\n" + Model(1, "Y ~ X + (1 | G)", "Binomial"))));
        Assert.All(Reasons(after, TrackingNames.Configuration), r => Assert.Equal(IncrementalStepRunReason.Cached, r));
    }

    [Fact]
    public void Two_declarations_with_the_attribute_do_not_make_the_generator_fail()
    {
        CSharpCompilation compilation = TypedCompilation.Create("Test", [Row, Model(0, "Y ~ X + (1 | G)"), Model(0, "Y ~ 1 + (1 | G)")]);
        GeneratorRunResult result = TypedCompilation.Driver().RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.Contains(result.GeneratedSources, s => s.HintName == "Model0.Fit.g.cs");
    }

    [Fact]
    public void Both_attributes_on_one_class_make_a_linear_model()
    {
        CSharpCompilation compilation = TypedCompilation.Create("Test", [Row, "[GeneralizedLinearMixedModel<Row>(\"Y ~ X + (1 | G)\", Family.Poisson)] " + Model(0, "Y ~ X + (1 | G)")]);
        GeneratorRunResult result = TypedCompilation.Driver().RunGenerators(compilation).GetRunResult().Results.Single();
        Assert.Null(result.Exception);
        Assert.Contains("FitReml", result.GeneratedSources.Single(s => s.HintName == "Model0.Fit.g.cs").SourceText.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_model_of_one_attribute_remakes_none_of_the_other()
    {
        (_, GeneratorRunResult after) = RunTwice(20, c => c.AddSyntaxTrees(Tree("[GeneralizedLinearMixedModel<Row>(\"Y ~ X + (1 | G)\", Family.Poisson, Link = Link.Sqrt)] public sealed partial class Roots;")));
        Assert.Equal(20, Reasons(after, TrackingNames.Sources).Count(r => r is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
        Assert.Single(Reasons(after, TrackingNames.Sources), r => r == IncrementalStepRunReason.New);
    }

    [Fact]
    public void A_changed_family_remakes_that_model_alone()
    {
        (_, GeneratorRunResult after) = RunTwice(20, c => c.ReplaceSyntaxTree(c.SyntaxTrees.ElementAt(8), Tree(Model(7, "Y ~ X + (1 | G)", "Poisson"))));
        Assert.Single(Reasons(after, TrackingNames.Configuration), r => r == IncrementalStepRunReason.Modified);
        Assert.Single(Reasons(after, TrackingNames.Sources), r => r == IncrementalStepRunReason.Modified);
        Assert.All(Reasons(after, TrackingNames.Keys), r => Assert.True(r is IncrementalStepRunReason.Unchanged or IncrementalStepRunReason.Cached));
    }

    [Theory]
    [InlineData("class Unrelated { int x; }", true)]
    [InlineData("class Use { double Of(Model0.RemlFit fit) => fit.Coefficients.Weak.Estimate; }", false)]
    public void A_wrong_model_is_remade_when_the_program_uses_another_member_only(string added, bool isKept)
    {
        CSharpCompilation compilation = TypedCompilation.Create("Test", [Row, Model(0, "Y ~ Weak + (1 | G)"), Model(1, "Y ~ X + (1 | G)")]);
        GeneratorDriver driver = TypedCompilation.Driver().RunGenerators(compilation);
        GeneratorRunResult after = driver.RunGenerators(compilation.AddSyntaxTrees(Tree(added))).GetRunResult().Results.Single();
        Assert.Equal(isKept, Assert.Single(Reasons(after, TrackingNames.StandIns)) is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged);
        Assert.Equal(IncrementalStepRunReason.Cached, Assert.Single(Reasons(after, TrackingNames.Sources)));
        Assert.Equal(!isKept, after.GeneratedSources.Single(s => s.HintName == "Model0.Fit.g.cs").SourceText.ToString().Contains(" Weak =>", StringComparison.Ordinal));
    }

    /// <summary>Linear models and binomial ones by turns.</summary>
    private static (GeneratorRunResult Before, GeneratorRunResult After) RunTwice(int models, Func<CSharpCompilation, CSharpCompilation> edit)
    {
        CSharpCompilation compilation = TypedCompilation.Create("Test", [Row, .. Models(models)]);
        GeneratorDriver driver = TypedCompilation.Driver().RunGenerators(compilation);
        GeneratorRunResult before = driver.GetRunResult().Results.Single();
        return (before, driver.RunGenerators(edit(compilation)).GetRunResult().Results.Single());
    }

    private static IEnumerable<string> Models(int count) => Enumerable.Range(0, count).Select(i => Model(i, "Y ~ X + (1 | G)", i % 2 == 0 ? null : "Binomial"));

    private static string Model(int number, string formula, string? family = null) =>
        (family is null ? $"[LinearMixedModel<Row>(\"{formula}\")]" : $"[GeneralizedLinearMixedModel<Row>(\"{formula}\", Family.{family})]")
        + $" public sealed partial class Model{number};";

    private static SyntaxTree Tree(string source) =>
        CSharpSyntaxTree.ParseText(TypedCompilation.Usings + source, new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose));

    private static IEnumerable<IncrementalStepRunReason> Reasons(GeneratorRunResult result, string step) =>
        (result.TrackedSteps.TryGetValue(step, out ImmutableArray<IncrementalGeneratorRunStep> steps) ? steps : []).SelectMany(s => s.Outputs).Select(o => o.Reason);
}
