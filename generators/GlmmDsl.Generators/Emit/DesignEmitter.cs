using System.Collections.Immutable;
using GlmmDsl.Generators.Configuration;
using GlmmDsl.Generators.Symbols;

namespace GlmmDsl.Generators.Emit;

/// <summary>Writes the code that turns rows into columns: the formula, the readers of rows and of predictors, the <c>Predictors</c> record.</summary>
internal static class DesignEmitter
{
    private const string Modeling = "global::GlmmDsl.Modeling.";

    public static string Emit(ModelContext model) =>
        ModelScope.Write(model.Declaration, ModelMathematics.Documentation(model), writer =>
        {
            Definition(model, writer);
            foreach (UsedColumn used in model.Columns.Where(u => u.Column.Value == ValueKind.Enum))
            {
                EnumLevelsEmitter.Write(used.Column, IsKey(model, used.Column), writer);
            }

            Reader(model.Names.Columns, model.Row.TypeName, !model.Row.IsValueType, model.Columns.Select(u => new ColumnReading(u, u.Column.Member)).ToImmutableArray(), writer);
            ImmutableArray<UsedColumn> predictors = model.Columns.Where(u => u.IsPredictor).ToImmutableArray();
            if (!predictors.IsEmpty)
            {
                Predictors(predictors, model.Names.Predictors, model.Names.PredictorColumns, "The part of a row that a prediction needs: the columns of the formula without the response.", writer);
            }

            if (model.HasPopulationPredictors)
            {
                Predictors(
                    model.Columns.Where(u => u.IsOfPopulation).ToImmutableArray(),
                    model.Names.PopulationPredictors,
                    model.Names.PopulationColumns,
                    "The part of a row that a prediction for a new group needs: the columns of the formula without the response and the grouping factors.",
                    writer);
            }
        });

    private static void Definition(ModelContext model, SourceWriter writer)
    {
        ModelDeclaration declaration = model.Declaration;
        if (!declaration.HasOwnConstructor)
        {
            writer.Gap().Line($"private {declaration.Name.Name}()").Line("{").Line("}");
        }

        writer.Gap().Summary($"The model's formula, <c>{Literals.Xml(model.Specification.Formula)}</c>.");
        writer.Line(ModelScope.GeneratedCode);
        writer.Line($"public const string {model.Names.FormulaText} = {Literals.Text(model.Specification.Formula)};");
        writer.Gap();
        writer.Line(declaration.IsGeneralized
            ? $"private static readonly {Modeling}GeneralizedModelDefinition {model.Names.Definition} = new({model.Names.FormulaText}, {(declaration.Own is { } own ? $"new {own.TypeName}()" : "global::GlmmDsl.Family." + declaration.Family)})"
            : $"private static readonly {Modeling}ModelDefinition {model.Names.Definition} = new({model.Names.FormulaText})");
        writer.Open();
        if (declaration.IsGeneralized)
        {
            writer.Line($"Link = global::GlmmDsl.Link.{declaration.Link},");
        }

        writer.Line($"Missing = global::GlmmDsl.MissingValues.{declaration.Missing},");
        if (declaration.Weights is { } weights)
        {
            writer.Line($"Weights = {Literals.Text(weights)},");
            writer.Line($"WeightKind = global::GlmmDsl.WeightKind.{declaration.WeightKind},");
        }

        foreach ((string property, string? formula) in new[] { ("ZeroInflation", declaration.ZeroInflation), ("Dispersion", declaration.Dispersion) })
        {
            if (formula is not null)
            {
                writer.Line($"{property} = {Literals.Text(formula)},");
            }
        }

        var facts = CheckedFacts.Of(model.Row, model.Columns.Where(u => u.IsOfModel).Select(u => u.Column)).ToList();
        if (facts.Count > 0)
        {
            writer.Open($"Facts = new {Modeling}DeclaredFact[]");
            foreach ((ColumnFact fact, RowColumn column, RowColumn? other) in facts)
            {
                writer.Line($"new({Modeling}DeclaredFactKind.{fact.Kind}, {Literals.Text(column.Name)}{(other is null ? "" : ", " + Literals.Text(other.Name))}),");
            }

            writer.Close(",");
        }

        string formulas = model.Specification.Formula + " " + declaration.ZeroInflation + " " + declaration.Dispersion;
        List<UserFunction> functions = model.Row.Functions.Items.Where(f => formulas.Contains(f.Name)).ToList();
        if (functions.Count > 0)
        {
            writer.Open($"Functions = new {Modeling}UserFunction[]");
            foreach (UserFunction function in functions)
            {
                string arguments = string.Join(", ", Enumerable.Range(0, function.Arguments).Select(i => $"x[{i}]"));
                writer.Line($"new({Literals.Text(function.Name)}, {function.Arguments}, static x => {function.TypeName}.{RowColumnReader.Escaped(function.Name)}({arguments})),");
            }

            writer.Close(",");
        }

        writer.Close(";");
    }

    private static bool IsKey(ModelContext model, RowColumn column)
    {
        string function = LevelKey.EnumFunctionOf(column);
        return model.Columns.Any(u => u.IsOfPopulation && u.Column == column) || model.Groups.Concat(model.Components.SelectMany(c => c.Effects.Groups)).SelectMany(g => g.Keys.Concat(g.Columns.SelectMany(c => c.Keys)))
            .Concat(model.Fixed.Concat(model.Components.SelectMany(c => ColumnShape.OfAll(c.Plan.Fixed, model.Row))).SelectMany(c => c.Keys)).Any(k => k.TextFunction == function);
    }

    private static void Reader(string name, string rowType, bool isReference, ImmutableArray<ColumnReading> columns, SourceWriter writer)
    {
        writer.Gap().Line(ModelScope.GeneratedCode);
        writer.Open($"private sealed class {name} : {Modeling}RowReader<{rowType}>");
        foreach (ColumnReading column in columns)
        {
            writer.Line(column.FieldDeclaration);
        }

        writer.Gap().Open($"protected override void ReadRun(global::System.ReadOnlySpan<{rowType}> rows)");
        foreach (ColumnReading column in columns)
        {
            writer.Line(column.RoomDeclaration);
        }

        writer.Open("for (int i = 0; i < rows.Length; i++)");
        writer.Line(isReference ? $"{rowType} row = rows[i] ?? throw NullRow(i);" : $"{rowType} row = rows[i];");
        foreach (ColumnReading column in columns)
        {
            writer.Line(column.Assignment);
        }

        writer.Close().Close();
        writer.Gap().Line("protected override global::System.Collections.Generic.IReadOnlyList<global::GlmmDsl.Data.Column> Columns() => new global::GlmmDsl.Data.Column[]");
        writer.Open();
        foreach (ColumnReading column in columns)
        {
            writer.Line(column.ToColumn + ",");
        }

        writer.Close(";").Close();
    }

    private static void Predictors(ImmutableArray<UsedColumn> predictors, string record, string reader, string summary, SourceWriter writer)
    {
        IReadOnlyList<string> properties = ModelNames.OfPredictors(predictors.Select(p => p.Column), record);
        writer.Gap().Summary(summary);
        for (int i = 0; i < predictors.Length; i++)
        {
            writer.Line($"/// <param name=\"{properties[i].TrimStart('@')}\">The column <c>{Literals.Xml(predictors[i].Column.Name)}</c>.</param>");
        }

        writer.Line(ModelScope.GeneratedCode);
        writer.Line($"public sealed record {record}({string.Join(", ", predictors.Select((p, i) => p.Column.TypeName + " " + properties[i]))});");
        ImmutableArray<ColumnReading> readings = predictors.Select((p, i) => new ColumnReading(p, properties[i])).ToImmutableArray();
        Reader(reader, record, true, readings, writer);
    }
}
