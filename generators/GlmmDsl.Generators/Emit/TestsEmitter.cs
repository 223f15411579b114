using GlmmDsl.Generators.Configuration;

namespace GlmmDsl.Generators.Emit;

/// <summary>Writes the tests of a model's fixed effects, thin over the result that needs no model.</summary>
internal static class TestsEmitter
{
    private const string Inference = "global::GlmmDsl.Inference.";

    public static void Write(ModelContext model, SourceWriter writer)
    {
        ModelNames names = model.Names;
        string terms = $"{names.Terms}<{Inference}FTest>";
        writer.Gap().Summary($"Tests of the fixed effects of <c>{Literals.Xml(model.Specification.Formula)}</c> by one method.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {names.Tests} : global::GlmmDsl.Modeling.TypedTests");
        writer.Open($"internal {names.Tests}({Inference}FixedEffectsTests result) : base(result)").Close();
        writer.Gap().Summary("The tests that each coefficient is zero.");
        writer.Line($"public {names.Coefficients}<{Inference}CoefficientTest> Coefficients => new(Result.Coefficients);");
        writer.Gap().Summary("The type III tests of the terms.");
        writer.Line($"public {terms} Terms => new(Result.Terms);");
        writer.Gap().Summary($"The tests of the terms: see <see cref=\"{Inference}FixedEffectsTests.Anova\"/>.").Line("/// <param name=\"type\">Which hypotheses.</param>");
        writer.Line($"public {terms} Anova({Inference}TestType type = {Inference}TestType.III) => new(Result.Anova(type));");
        foreach ((string summary, string declaration) in MeansEmitter.OfTests(names, !model.NumericColumns.IsEmpty))
        {
            writer.Gap().Summary(summary).Line(declaration);
        }

        writer.Close();
    }

    /// <summary>Writes the methods of fits that give tests: those of the fits of a model, or those that one of them has besides.</summary>
    /// <param name="names">The model's names.</param>
    /// <param name="methods">The methods.</param>
    /// <param name="writer">The writer to write to.</param>
    /// <param name="body">The body of a method for its call on the result; null for that call itself.</param>
    public static void Methods(ModelNames names, IEnumerable<TestMethod> methods, SourceWriter writer, string? body = null)
    {
        foreach (TestMethod method in methods)
        {
            if (body is null)
            {
                writer.Gap().Line($"/// <inheritdoc cref=\"global::GlmmDsl.MixedModelFit.{method.Name}\"/>");
            }
            else
            {
                writer.Gap().Summary("Stands in for a result: the model's formula is wrong.");
            }

            writer.Line($"public {names.Tests} {method.Name}({method.Parameters}) => {body ?? $"new(Result.{method.Name}({method.Arguments}))"};");
        }
    }
}

/// <summary>A method that gives tests of the fixed effects.</summary>
/// <param name="Name">Its name, here and on the result that needs no model.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Arguments">What it passes on.</param>
internal sealed record TestMethod(string Name, string Parameters, string Arguments)
{
    private const string Token = "global::System.Threading.CancellationToken cancellationToken = default";

    private static readonly TestMethod Wald = new("Wald", "", "");
    private static readonly TestMethod Satterthwaite = new("Satterthwaite", Token, "cancellationToken");

    private static readonly TestMethod KenwardRoger = new(
        "KenwardRoger", "global::GlmmDsl.Information information = global::GlmmDsl.Information.Expected, " + Token, "information, cancellationToken");

    /// <summary>The methods of all fits of a model.</summary>
    public static IEnumerable<TestMethod> Of(ModelDeclaration declaration) => declaration.HasResidual ? [Wald, Satterthwaite] : [Wald];

    /// <summary>The methods that only the fits by one way have.</summary>
    public static IEnumerable<TestMethod> Of(FitWay way) => way == FitWay.Reml ? [KenwardRoger] : [];
}
