namespace GlmmDsl.Generators.Emit;

/// <summary>Writes the typed views of variance components and conditional modes, one of each per grouping factor.</summary>
internal static class RandomEffectsEmitter
{
    private const string Modeling = "global::GlmmDsl.Modeling.";

    public static string Emit(ModelContext model) =>
        ModelScope.Write(model.Declaration, Array.Empty<string>(), writer =>
        {
            VarianceComponents(model, writer);
            RandomEffects(model, writer);
            foreach (GroupShape group in model.Groups)
            {
                Variances(group, writer);
                Correlations(group, writer);
                Modes(group, writer);
                Mode(model, group, writer);
            }
        });

    private static void VarianceComponents(ModelContext model, SourceWriter writer)
    {
        string type = model.Names.Variances;
        bool hasResidual = !model.Declaration.IsGeneralized;
        writer.Summary(hasResidual ? "The variance components, by grouping factor, and the residual variance." : "The variance components, by grouping factor.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {type} : {Modeling}{(hasResidual ? "VarianceComponentView" : "LatentVarianceComponentView")}");
        writer.Open($"internal {type}(global::GlmmDsl.MixedModelFit result) : base(result)").Close();
        foreach (GroupShape group in model.Groups)
        {
            writer.Gap().Summary($"The variance components of <c>{Literals.Xml(group.Name)}</c>.");
            writer.Line($"public {group.VariancesType} {group.Property} => new(Result);");
        }

        writer.Close();
    }

    private static void RandomEffects(ModelContext model, SourceWriter writer)
    {
        string type = model.Names.Modes;
        writer.Gap().Summary("The random effects' conditional modes, by grouping factor and level.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {type} : {Modeling}RandomEffectView");
        writer.Open($"internal {type}(global::GlmmDsl.MixedModelFit result) : base(result)").Close();
        foreach (GroupShape group in model.Groups)
        {
            writer.Gap().Summary($"The conditional modes of <c>{Literals.Xml(group.Name)}</c>.");
            writer.Line($"public {group.ModesType} {group.Property} => new(Result);");
        }

        writer.Close();
    }

    private static void Variances(GroupShape group, SourceWriter writer)
    {
        IReadOnlyList<string> properties = ModelNames.Properties(
            group.Columns.Select(c => c.Name).ToList(), group.VariancesType, "Correlations", "CovarianceMatrix", "Count", "Find", "GetEnumerator");
        writer.Gap().Summary($"The variance components of <c>{Literals.Xml(group.Name)}</c>, by column, by R's name and in order.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {group.VariancesType} : {Modeling}GroupVarianceView");
        writer.Open($"internal {group.VariancesType}(global::GlmmDsl.MixedModelFit result) : base(result, {Literals.Text(group.Name)})").Close();
        writer.Gap().Summary("The correlations of the random effects; those between terms are zero.");
        writer.Line($"public {group.CorrelationsType} Correlations => new(this);");
        ViewWriter.Properties(writer, group.Columns, properties, "global::GlmmDsl.VarianceComponent", "The variance component of");
        writer.Close();
    }

    private static void Correlations(GroupShape group, SourceWriter writer)
    {
        List<(ColumnShape First, ColumnShape Second)> pairs = group.Terms
            .Where(t => !t.IsIndependent)
            .SelectMany(t => t.Columns.SelectMany((first, i) => t.Columns.Skip(i + 1).Select(second => (first, second))))
            .Where(p => !p.first.IsIndexed && !p.second.IsIndexed)
            .ToList();
        IReadOnlyList<string> properties = ModelNames.Properties(pairs.Select(p => p.First.Name + ":" + p.Second.Name).ToList(), group.CorrelationsType, "Correlation");
        writer.Gap().Summary($"The correlations of the random effects of <c>{Literals.Xml(group.Name)}</c>.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {group.CorrelationsType} : {Modeling}CorrelationView");
        writer.Open($"internal {group.CorrelationsType}({group.VariancesType} variances) : base(variances)").Close();
        for (int i = 0; i < pairs.Count; i++)
        {
            writer.Gap().Summary($"The correlation of <c>{Literals.Xml(pairs[i].First.Name)}</c> and <c>{Literals.Xml(pairs[i].Second.Name)}</c>.");
            writer.Line($"public double {properties[i]} => Correlation({pairs[i].First.NameExpression}, {pairs[i].Second.NameExpression});");
        }

        writer.Close();
    }

    private static void Modes(GroupShape group, SourceWriter writer)
    {
        IReadOnlyList<string> names = ViewWriter.ParameterNames(group.Keys, "mode");
        string parameters = ViewWriter.Parameters(group.Keys, names);
        string level = ViewWriter.LevelText(group.Keys, names);
        writer.Gap().Summary($"The conditional modes of <c>{Literals.Xml(group.Name)}</c>, by level.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {group.ModesType} : {Modeling}GroupModeView<{group.ModeType}>");
        writer.Open($"internal {group.ModesType}(global::GlmmDsl.MixedModelFit result) : base(result, {Literals.Text(group.Name)})").Close();
        writer.Gap().Summary("The conditional modes of a level.");
        writer.Line("/// <exception cref=\"global::System.Collections.Generic.KeyNotFoundException\">The fit has no such level.</exception>");
        writer.Line($"public {group.ModeType} this[{parameters}] => FindLevel({level});");
        writer.Gap().Summary("The conditional modes of a level, if the fit has it.");
        writer.Line($"public bool TryGet({parameters}, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out {group.ModeType}? mode) => TryFindLevel({level}, out mode);");
        writer.Gap().Line("/// <inheritdoc/>");
        writer.Line($"protected override {group.ModeType} Create(int level) => new(Result, Group, level);");
        writer.Close();
    }

    private static void Mode(ModelContext model, GroupShape group, SourceWriter writer)
    {
        IReadOnlyList<string> properties = ModelNames.Properties(
            group.Columns.Select(c => c.Name).ToList(), group.ModeType, "Level", "Find", "Coefficients", "CoefficientsOf");
        writer.Gap().Summary($"The conditional modes of one level of <c>{Literals.Xml(group.Name)}</c>, by column, by R's name and in order.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {group.ModeType} : {Modeling}LevelModeView");
        writer.Open($"internal {group.ModeType}(global::GlmmDsl.MixedModelFit result, string group, int level) : base(result, group, level)").Close();
        writer.Gap().Summary("The level's coefficients, fixed effects plus conditional modes (R's <c>coef</c>). They have no standard errors.");
        writer.Line($"public {model.Names.Coefficients} Coefficients => CoefficientsOf(static (result, group, level) => new {model.Names.Coefficients}(result, group, level));");
        ViewWriter.Properties(writer, group.Columns, properties, "global::GlmmDsl.ConditionalMode", "The conditional mode of");
        writer.Close();
    }
}
