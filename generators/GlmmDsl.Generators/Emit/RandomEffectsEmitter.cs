using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Emit;

/// <summary>Writes the typed views of variance components and conditional modes, one of each per grouping factor.</summary>
internal static class RandomEffectsEmitter
{
    private const string Modeling = "global::GlmmDsl.Modeling.";
    private const string Own = "global::GlmmDsl.VarianceComponent, double";

    private static readonly string[] TypeParameters =
    [
        "/// <typeparam name=\"T\">A variance component, or a result for one.</typeparam>", "/// <typeparam name=\"TCorrelation\">A correlation, or a result for one.</typeparam>",
    ];

    public static string Emit(ModelContext model) =>
        ModelScope.Write(model.Declaration, Array.Empty<string>(), writer =>
            Write(
                new EffectsShape(
                    model.Names.VariancesOf, model.Names.Variances, model.Names.Modes, model.Groups, model.Declaration.HasResidual, "global::GlmmDsl.MixedModelFit", "Result", model.Names.OwnCoefficients),
                writer));

    /// <summary>Writes the views of the random effects of one linear predictor.</summary>
    public static void Write(EffectsShape effects, SourceWriter writer)
    {
        VarianceComponents(effects, writer);
        RandomEffects(effects, writer);
        foreach (GroupShape group in effects.Groups)
        {
            Variances(group, writer);
            Correlations(group, writer);
            Modes(effects, group, writer);
            Mode(effects, group, writer);
        }
    }

    private static void VarianceComponents(EffectsShape effects, SourceWriter writer)
    {
        string type = effects.VariancesOf, own = effects.Variances;
        bool hasResidual = effects.HasResidual;
        string residual = hasResidual ? ", and the residual variance" : "";
        writer.Summary($"The variance components, or results for them, by grouping factor{residual}.").Line(TypeParameters[0]).Line(TypeParameters[1]);
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public class {type}<T, TCorrelation> : {Modeling}{(hasResidual ? "VarianceComponentView" : "LatentVarianceComponentView")}<T, TCorrelation>");
        writer.Open($"internal {type}({Modeling}VarianceSource<T, TCorrelation> result) : base(result)").Close();
        foreach (GroupShape group in effects.Groups)
        {
            writer.Gap().Summary($"The variance components of <c>{Literals.Xml(group.Name)}</c>.");
            writer.Line($"public {group.VariancesOfType}<T, TCorrelation> {group.Property} => new(Result);");
        }

        writer.Close().Gap().Summary($"The variance components, by grouping factor{residual}.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {own} : {type}<{Own}>");
        writer.Open($"internal {own}({Modeling}VarianceSource<{Own}> result) : base(result)").Close();
        foreach (GroupShape group in effects.Groups)
        {
            writer.Gap().Line("/// <inheritdoc/>");
            writer.Line($"public new {group.VariancesType} {group.Property} => new(Result);");
        }

        writer.Close();
    }

    private static void RandomEffects(EffectsShape effects, SourceWriter writer)
    {
        string type = effects.Modes;
        writer.Gap().Summary("The random effects' conditional modes, by grouping factor and level.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {type} : {Modeling}RandomEffectView");
        writer.Open($"internal {type}({effects.SourceType} result) : base(result)").Close();
        foreach (GroupShape group in effects.Groups)
        {
            writer.Gap().Summary($"The conditional modes of <c>{Literals.Xml(group.Name)}</c>.");
            writer.Line($"public {group.ModesType} {group.Property} => new({effects.Source});");
        }

        writer.Close();
    }

    private static void Variances(GroupShape group, SourceWriter writer)
    {
        List<TermShape> shared = group.Terms.Where(t => t.HasOneDeviation).ToList();

        // A term with one standard deviation has it by its own name, also where its columns are known only from the rows.
        List<(ColumnShape Column, string? Term)> columns = group.Terms
            .SelectMany(t => t.Columns.Where(c => !(t.HasOneDeviation && c.IsIndexed && c.Name == t.Name)).Select(c => (c, t.HasOneDeviation ? t.NamesExpression : null)))
            .ToList();
        IReadOnlyList<string> properties = ModelNames.Properties(
            columns.Select(c => c.Column.Name).Concat(shared.Select(t => t.Name)).ToList(), group.VariancesOfType, "T", "TCorrelation", group.VariancesType, "Correlations", "CovarianceMatrix", "Count", "Find", "OfTerm", "GetEnumerator");
        string of = $"The variance components of <c>{Literals.Xml(group.Name)}</c>";
        writer.Gap().Summary(of + ", or results for them, by column, by R's name and in order.").Line(TypeParameters[0]).Line(TypeParameters[1]);
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public class {group.VariancesOfType}<T, TCorrelation> : {Modeling}GroupVarianceView<T, TCorrelation>");
        writer.Open($"internal {group.VariancesOfType}({Modeling}VarianceSource<T, TCorrelation> source) : base(source, {Literals.Text(group.Name)})").Close();
        writer.Gap().Summary("The correlations of the random effects; those between terms are zero.");
        writer.Line($"public {group.CorrelationsType}<TCorrelation> Correlations => new(Find{(group.SharesCorrelations ? ", OfTerm" : "")});");
        ViewWriter.Properties(writer, columns.Select(c => c.Column).ToList(), properties, "T", "The variance component of", stands: columns.Select(c => c.Term).ToList());
        for (int i = 0; i < shared.Count; i++)
        {
            writer.Gap().Summary($"The variance component that all columns of <c>{Literals.Xml(shared[i].Name)}</c> have.");
            writer.Line($"public T {properties[columns.Count + i]} => OfTerm({shared[i].NamesExpression});");
        }

        writer.Close().Gap().Summary(of + ".");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {group.VariancesType} : {group.VariancesOfType}<{Own}>");
        writer.Open($"internal {group.VariancesType}({Modeling}VarianceSource<{Own}> source) : base(source)").Close();
        writer.Gap().Line("/// <inheritdoc/>").Line("public new double[,] CovarianceMatrix => base.CovarianceMatrix;");
        writer.Close();
    }

    private static void Correlations(GroupShape group, SourceWriter writer)
    {
        List<(TermShape Term, int First, int Second)> pairs = group.Terms
            .Where(t => !t.IsUncorrelated)
            .SelectMany(t => Enumerable.Range(0, t.Columns.Length).SelectMany(i => Enumerable.Range(i + 1, t.Columns.Length - i - 1).Select(j => (t, i, j))))
            .Where(p => !p.t.Columns[p.i].IsIndexed && !p.t.Columns[p.j].IsIndexed)
            .ToList();
        List<string> names = pairs.Select(p => p.Term.Columns[p.First].Name + ":" + p.Term.Columns[p.Second].Name).ToList();
        List<TermShape> shared = group.Terms.Where(t => t.SharesCorrelations && !names.Contains(t.Name)).ToList();
        IReadOnlyList<string> properties = ModelNames.Properties(names.Concat(shared.Select(t => t.Name)).ToList(), group.CorrelationsType, "Correlation", "OfTerm", "T");
        writer.Gap().Summary($"The correlations of the random effects of <c>{Literals.Xml(group.Name)}</c>, or results for them.");
        writer.Line("/// <typeparam name=\"T\">A result for a correlation.</typeparam>");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {group.CorrelationsType}<T> : {Modeling}CorrelationView<T>");
        writer.Open($"internal {group.CorrelationsType}(global::System.Func<string, string, T> find{(group.SharesCorrelations ? ", global::System.Func<global::GlmmDsl.Formulas.CovarianceStructure, string[], int, T> ofTerm" : "")}) : base(find{(group.SharesCorrelations ? ", ofTerm" : "")})").Close();
        for (int i = 0; i < pairs.Count; i++)
        {
            (TermShape term, int first, int second) = pairs[i];
            writer.Gap().Summary($"The correlation of <c>{Literals.Xml(term.Columns[first].Name)}</c> and <c>{Literals.Xml(term.Columns[second].Name)}</c>.");
            writer.Line($"public T {properties[i]} => " + (term.IsParameter(first, second) ? $"OfTerm({term.NamesExpression});" : $"Correlation({term.Columns[first].NameExpression}, {term.Columns[second].NameExpression});"));
        }

        for (int i = 0; i < shared.Count; i++)
        {
            TermShape term = shared[i];
            string name = $"<c>{Literals.Xml(term.Name)}</c>";
            writer.Gap().Summary(
                term.HasCorrelationsByDistance ? $"The correlations of the columns of {name}, by their distance in order: 1 for neighbours."
                : TimeStructures.IsOverTime(term.Structure) ? $"The correlation of neighbouring columns of {name}; that of columns further apart is a power of it, their distance."
                : $"The correlation of any two columns of {name}.");
            writer.Line(
                term.HasCorrelationsByDistance ? $"public {Modeling}ByDistance<T> {properties[pairs.Count + i]} => new(distance => OfTerm({term.NamesExpression}, distance));"
                : $"public T {properties[pairs.Count + i]} => OfTerm({term.NamesExpression});");
        }

        writer.Close();
    }

    private static void Modes(EffectsShape effects, GroupShape group, SourceWriter writer)
    {
        IReadOnlyList<string> names = ViewWriter.ParameterNames(group.Keys, "mode");
        string parameters = ViewWriter.Parameters(group.Keys, names);
        string level = ViewWriter.LevelText(group.Keys, names);
        writer.Gap().Summary($"The conditional modes of <c>{Literals.Xml(group.Name)}</c>, by level.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {group.ModesType} : {Modeling}GroupModeView<{group.ModeType}>");
        writer.Open($"internal {group.ModesType}({effects.SourceType} result) : base(result, {Literals.Text(group.Name)})").Close();
        writer.Gap().Summary("The conditional modes of a level.");
        writer.Line("/// <exception cref=\"global::System.Collections.Generic.KeyNotFoundException\">The fit has no such level.</exception>");
        writer.Line($"public {group.ModeType} this[{parameters}] => FindLevel({level});");
        writer.Gap().Summary("The conditional modes of a level, if the fit has it.");
        writer.Line($"public bool TryGet({parameters}, [global::System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out {group.ModeType}? mode) => TryFindLevel({level}, out mode);");
        writer.Gap().Line("/// <inheritdoc/>");
        writer.Line($"protected override {group.ModeType} Create(int level) => new({effects.Source}, Group, level);");
        writer.Close();
    }

    private static void Mode(EffectsShape effects, GroupShape group, SourceWriter writer)
    {
        IReadOnlyList<string> properties = ModelNames.Properties(
            group.Columns.Select(c => c.Name).ToList(), group.ModeType, "Level", "Find", "Coefficients", "CoefficientsOf");
        writer.Gap().Summary($"The conditional modes of one level of <c>{Literals.Xml(group.Name)}</c>, by column, by R's name and in order.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {group.ModeType} : {Modeling}LevelModeView");
        writer.Open($"internal {group.ModeType}({effects.SourceType} result, string group, int level) : base(result, group, level)").Close();
        if (effects.LevelCoefficients is { } coefficients)
        {
            writer.Gap().Summary("The level's coefficients, fixed effects plus conditional modes (R's <c>coef</c>). They have no standard errors.");
            writer.Line($"public new {coefficients} Coefficients => new(base.Coefficients);");
        }

        ViewWriter.Properties(writer, group.Columns, properties, "global::GlmmDsl.ConditionalMode", "The conditional mode of");
        writer.Close();
    }
}
