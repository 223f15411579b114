namespace GlmmDsl.Formulas.Tests;

public class NullArgumentTests
{
    public static TheoryData<string, Action> Calls { get; } = new()
    {
        { "text", () => Formula.Parse(null!) },
        { "text", () => FormulaParser.Parse(null!) },
        { "formula", () => TermExpander.Expand(null!) },
        { "terms", () => DesignPlan.Create(null!, Design.TestColumns.OfEveryKind) },
        { "columns", () => DesignPlan.Create(Formula.Parse("y ~ x").Terms, null!) },
        { "plan", () => TimeStructures.Find((DesignPlan)null!) },
        { "terms", () => TimeStructures.Find((ModelTerms)null!) },
        { "name", () => NearestName.Find(null!, []) },
        { "candidates", () => NearestName.Find("x", null!) },
        { "name", () => FunctionCatalog.Find(null!) },
        { "name", () => StructureNames.TryFind(null!, out _) },
        { "root", () => SyntaxTraversal.DescendantsAndSelf(null!) },
        { "root", () => SyntaxTraversal.DescendantsAndSelf(null!, (_, _) => true) },
        { "visits", () => FormulaParser.Parse("y ~ x").Syntax!.Right.DescendantsAndSelf(null!) },
        { "root", () => SyntaxTraversal.LeftSpine(null!) },
        { "call", () => FunctionCatalog.Find("log")!.Bind(null!) },
        { "levels", () => FactorLabels.OfContrasts(Coding.Treatment, null!) },
        { "name", () => Identifiers.Of(null!) },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void An_argument_that_is_null_is_named(string parameter, Action call) =>
        Assert.Equal(parameter, Assert.Throws<ArgumentNullException>(call).ParamName);
}
