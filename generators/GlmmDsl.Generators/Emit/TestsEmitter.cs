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
        writer.Close();
    }

    /// <summary>Writes the methods of all fits that give tests.</summary>
    /// <param name="model">The model.</param>
    /// <param name="writer">The writer to write to.</param>
    public static void Methods(ModelContext model, SourceWriter writer)
    {
        writer.Gap().Line("/// <inheritdoc cref=\"global::GlmmDsl.MixedModelFit.Wald\"/>");
        writer.Line($"public {model.Names.Tests} Wald() => new(Result.Wald());");
    }
}
