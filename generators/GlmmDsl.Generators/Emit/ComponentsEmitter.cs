namespace GlmmDsl.Generators.Emit;

/// <summary>Writes the typed results of the linear predictors beside the mean's: zero inflation, dispersion.</summary>
internal static class ComponentsEmitter
{
    public static string Emit(ModelContext model) =>
        ModelScope.Write(model.Declaration, model.Components.Select(c => "// " + Literals.Comment($"{c.Property}: {c.Plan.Terms.Syntax.Text}")), writer =>
        {
            foreach (ComponentShape component in model.Components)
            {
                string formula = $"the {component.Words}, <c>{Literals.Xml(component.Plan.Terms.Syntax.Text)}</c>";
                Results(component, formula, writer);
                writer.Gap();
                CoefficientsEmitter.View(
                    writer, component.Coefficients, $"The coefficients of {formula}, or results for them, by name, by R's name and in order.", ColumnShape.OfAll(component.Plan.Fixed, model.Row), CoefficientMeanings.Of(component.Plan, isGeneralized: true));
                writer.Gap();
                RandomEffectsEmitter.Write(component.Effects, writer);
            }
        });

    /// <summary>Writes the properties of a fit.</summary>
    public static void Properties(ModelContext model, SourceWriter writer)
    {
        foreach (ComponentShape component in model.Components)
        {
            writer.Gap().Summary($"The {component.Words}, on {component.Scale}.");
            writer.Line($"public {component.Type} {component.Property} => new(Result.{component.Property}!);");
        }
    }

    /// <summary>Writes the stand-ins of these properties for a model that is wrong.</summary>
    public static void StandIns(ModelNames names, string property, string type, SourceWriter writer)
    {
        writer.Gap().Summary("Stands in for a result: the model's formula is wrong.");
        writer.Line($"public {type} {property} => throw {names.Definition}();");
    }

    private static void Results(ComponentShape component, string formula, SourceWriter writer)
    {
        writer.Summary($"The results of {formula}, on {component.Scale}.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {component.Type} : global::GlmmDsl.Modeling.TypedComponent");
        writer.Open($"internal {component.Type}(global::GlmmDsl.FitComponent component) : base(component)").Close();
        writer.Gap().Summary($"The coefficients, on {component.Scale}.");
        writer.Line($"public {component.Coefficients}<global::GlmmDsl.Coefficient> Coefficients => new(Component.Coefficients);");
        writer.Gap().Summary($"The variance components, on {component.Scale}.");
        writer.Line($"public {component.Effects.Variances} VarianceComponents => new(Variances);");
        writer.Gap().Summary("The random effects' conditional modes.");
        writer.Line($"public {component.Effects.Modes} RandomEffects => new(Component);");
        writer.Close();
    }
}
