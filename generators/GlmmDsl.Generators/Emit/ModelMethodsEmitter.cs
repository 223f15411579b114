using GlmmDsl.Formulas;

namespace GlmmDsl.Generators.Emit;

/// <summary>Writes what a model class does besides fitting: folds by its groups, cross-validation, pooling over imputations, matrices.</summary>
internal static class ModelMethodsEmitter
{
    private const string Inference = "global::GlmmDsl.Inference.";
    private const string Modeling = MeansEmitter.Modeling;
    private const string Token = "global::System.Threading.CancellationToken cancellationToken = default";
    private const string Sequence = "global::System.Collections.Generic.IEnumerable<";
    private const string Numbers = "<global::System.Collections.Immutable.ImmutableArray<double>>";

    public static void Write(ModelContext model, FitShape first, SourceWriter writer)
    {
        ModelNames names = model.Names;
        Folds(names, model.Groups.Select(g => (g.Name, g.Property.TrimStart('@'))), writer);
        foreach (RowOverload rows in RowOverloads.Of(model.Row.TypeName, model.Declaration.HasOverloadPriority))
        {
            CrossValidation(names, first, rows, writer, $"{first.Method}(rows, options, null, cancellationToken).CrossValidate(folds, seed, progress, cancellationToken)");
            Matrices(names, rows, writer, $"new({names.Definition}.Matrices(new {names.Columns}().Read({rows.Rows}, cancellationToken), cancellationToken))");
        }

        Pooling(names, writer, Modeling);
        Open(names.Pooled, "TypedPooled", "Fits to several imputations, pooled by Rubin's rules.", Inference + "PooledEstimates", writer);
        writer.Gap().Summary("The pooled coefficients.").Line($"public {names.Coefficients}<{Inference}PooledCoefficient> Coefficients => new(Result.Coefficients);");
        writer.Gap().Summary("The pooled type III tests of the terms.").Line($"public {names.Terms}<{Inference}PooledTest> Terms => new(Result.Terms);");
        writer.Close();
        Open(names.MatrixSet, "TypedMatrices", "The model matrices of rows.", "global::GlmmDsl.DesignMatrices", writer);
        writer.Gap().Summary("The columns of the fixed-effects matrix by the names of coefficients, n numbers each.").Line($"public {names.Coefficients}{Numbers} X => new(Columns);");
        writer.Close();
    }

    /// <summary>Writes the stand-ins of these members.</summary>
    /// <param name="names">The model's names.</param>
    /// <param name="first">The way of fitting that cross-validation uses.</param>
    /// <param name="columns">The columns of the row: any of them may be a group.</param>
    /// <param name="rows">How rows are taken.</param>
    /// <param name="writer">The writer to write to.</param>
    public static void StandIns(ModelNames names, FitShape first, IEnumerable<string> columns, IEnumerable<RowOverload> rows, SourceWriter writer)
    {
        string body = $"throw {names.Definition}()";
        Folds(names, columns.Select(c => (c, Identifiers.Of(c).TrimStart('@'))), writer);
        foreach (RowOverload overload in rows)
        {
            CrossValidation(names, first, overload, writer, body);
            Matrices(names, overload, writer, body);
        }

        Pooling(names, writer, null);
    }

    private static void Open(string type, string ancestor, string summary, string result, SourceWriter writer)
    {
        writer.Gap().Summary(summary);
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public sealed class {type} : {Modeling}{ancestor}");
        writer.Open($"internal {type}({result} result) : base(result)").Close();
    }

    private static void Folds(ModelNames names, IEnumerable<(string Name, string Property)> groups, SourceWriter writer)
    {
        const string folds = Inference + "Folds";
        writer.Gap().Summary("How rows are divided for cross-validation: by the levels of a grouping factor, or one by one.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Open($"public static class {names.Folds}");
        var taken = new HashSet<string>(StringComparer.Ordinal) { "ByRow", names.Folds };
        foreach ((string name, string property) in groups)
        {
            string by = "By" + property, leave = $"LeaveOne{property}Out";
            if (!taken.Add(by) || !taken.Add(leave))
            {
                continue;
            }

            string group = Literals.Text(name), shown = Literals.Xml(name);
            writer.Gap().Summary($"The levels of <c>{shown}</c>, at random, in so many folds: see <see cref=\"{folds}.ByGroup\"/>.").Line("/// <param name=\"count\">The number of folds, at least 2.</param>");
            writer.Line($"public static {folds} {by}(int count) => {folds}.ByGroup({group}, count);");
            writer.Gap().Summary($"Each level of <c>{shown}</c> by itself.").Line($"public static {folds} {leave}() => {folds}.LeaveOneOut({group});");
        }

        writer.Gap().Line($"/// <inheritdoc cref=\"{folds}.ByRow\"/>").Line($"public static {folds} ByRow(int count) => {folds}.ByRow(count);");
        writer.Close();
    }

    private static void CrossValidation(ModelNames names, FitShape first, RowOverload rows, SourceWriter writer, string body)
    {
        writer.Gap().Summary($"Fits the model without each fold, as {first.Method} does, and scores its predictions of the fold's rows: see <see cref=\"global::GlmmDsl.MixedModelFit.CrossValidate\"/>.");
        writer.Line("/// <param name=\"rows\">The rows.</param>")
            .Line("/// <param name=\"folds\">How the rows are divided.</param>")
            .Line("/// <param name=\"seed\">Decides the division: the same seed gives the same folds.</param>")
            .Line("/// <param name=\"options\">How to fit; null for the defaults.</param>")
            .Line("/// <param name=\"progress\">Told the share of folds done, from 0 to 1.</param>")
            .Line("/// <param name=\"cancellationToken\">Ends the work early.</param>");
        Marked(rows, writer);
        writer.Line($"public static {Inference}CrossValidationResult {names.CrossValidate}({rows.Type} rows, {Inference}Folds folds, int seed, {first.Options}? options = null, global::System.IProgress<double>? progress = null, {Token}) => {body};");
    }

    private static void Matrices(ModelNames names, RowOverload rows, SourceWriter writer, string body)
    {
        writer.Gap().Summary("Makes the model matrices of rows without fitting anything.");
        writer.Line("/// <param name=\"rows\">The rows.</param>").Line("/// <param name=\"cancellationToken\">Ends the work early.</param>");
        Marked(rows, writer);
        writer.Line($"public static {names.MatrixSet} {names.Matrices}({rows.Type} rows, {Token}) => {body};");
    }

    private static void Marked(RowOverload rows, SourceWriter writer)
    {
        writer.Line(ModelScope.GeneratedCode);
        if (rows.Attribute.Length > 0)
        {
            writer.Line(rows.Attribute);
        }
    }

    private static void Pooling(ModelNames names, SourceWriter writer, string? modeling)
    {
        foreach ((string type, string parameter, string what) in new[] { (names.Fit, "fits", "fits to several imputations of the data"), (names.Tests, "tests", "tests of fits to several imputations of the data") })
        {
            writer.Gap().Summary($"Pools {what} by Rubin's rules: see <see cref=\"{Inference}Pooled\"/>.").Line($"/// <param name=\"{parameter}\">Two or more, made in one way.</param>");
            writer.Line(ModelScope.GeneratedCode);
            writer.Line($"public static {names.Pooled} {names.Pool}({Sequence}{type}> {parameter}) => {(modeling is null ? $"throw {names.Definition}()" : $"new({modeling}TypedPooled.Of({parameter}))")};");
        }
    }
}
