using System.Collections.Immutable;
using GlmmDsl.Data;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Design.RandomEffects;
using GlmmDsl.Formulas;

namespace GlmmDsl.Design.Products;

/// <summary>
/// What cross-products are made of: a formula and the kinds of its columns. Parts of the data can be added up when their schemas
/// agree. Levels are not part of it: they grow.
/// </summary>
internal sealed class ProductSchema : IColumnTypes
{
    private readonly ImmutableArray<(string Name, int Arguments)> functions;

    /// <summary>Makes a schema.</summary>
    /// <param name="formula">The formula.</param>
    /// <param name="columns">What the formula's columns are; levels are not looked at.</param>
    /// <param name="functions">The user's functions.</param>
    /// <param name="weights">The name of the column of weights; null when all rows weigh the same.</param>
    /// <exception cref="FormulaException">The formula does not suit the columns.</exception>
    public ProductSchema(Formula formula, IEnumerable<ColumnType> columns, ImmutableArray<(string Name, int Arguments)> functions, string? weights)
    {
        this.functions = functions;
        Formula = formula;
        Weights = weights;
        Columns = [.. columns.Select(c => c with { Levels = default })];
        DesignPlanResult result = DesignPlan.Create(formula.Terms, this);
        Plan = result.Plan is DesignPlan plan && result.Diagnostics.IsEmpty
            ? plan
            : throw new FormulaException(formula.Terms.Syntax.Text, result.Diagnostics);
        RandomEffectsTerms.CheckStructures(Plan, formula.Terms.Syntax.Text);
        Columns = [.. Columns.Where(c => Plan.ColumnsUsed.Contains(c.Name))];
    }

    /// <summary>The formula.</summary>
    public Formula Formula { get; }

    /// <summary>The columns that the formula uses.</summary>
    public ImmutableArray<ColumnType> Columns { get; }

    /// <summary>The user's functions.</summary>
    public ImmutableArray<(string Name, int Arguments)> Functions => functions;

    /// <summary>The name of the column of weights; null when all rows weigh the same.</summary>
    public string? Weights { get; }

    /// <summary>The plan, which all parts share.</summary>
    public DesignPlan Plan { get; }

    /// <inheritdoc/>
    IEnumerable<string> IColumnTypes.Names => Columns.Select(c => c.Name);

    /// <inheritdoc/>
    IEnumerable<string> IColumnTypes.FunctionNames => functions.Select(f => f.Name).Distinct(StringComparer.Ordinal);

    /// <summary>Tells variables of a plan apart: their expressions as printed.</summary>
    public static string KeyOf(PlanVariable variable) => variable.Variable.Expression.ToString();

    /// <summary>The schema of a table.</summary>
    /// <exception cref="FormulaException">The formula does not suit the table.</exception>
    public static ProductSchema Of(Formula formula, Table table, DesignOptions options)
    {
        // Against the table first: its errors know the levels and the columns that the formula does not use.
        DesignPlanResult result = DesignPlan.Create(formula.Terms, new TableColumnTypes(table, options.Functions));
        return result.Diagnostics.IsEmpty
            ? new ProductSchema(formula, table.Columns.Select(c => c.Type), [.. options.Functions.Keys.Order()], options.Weights)
            : throw new FormulaException(formula.Terms.Syntax.Text, result.Diagnostics);
    }

    /// <inheritdoc/>
    ColumnType? IColumnTypes.Find(string name) => Columns.FirstOrDefault(c => c.Name == name);

    /// <inheritdoc/>
    bool IColumnTypes.HasFunction(string name, int arguments) => functions.Contains((name, arguments));

    /// <summary>Refuses a part with another formula, or other columns or codings.</summary>
    /// <exception cref="ModelDataException">The parts do not go together.</exception>
    public void RefuseOther(ProductSchema other)
    {
        if (Formula.ToString() != other.Formula.ToString())
        {
            throw new ModelDataException(
                $"Cross-products of different formulas cannot be added up: {ValueText.Quote(Formula.ToString())} and {ValueText.Quote(other.Formula.ToString())}. Make all parts with the same formula.");
        }

        if (Weights != other.Weights)
        {
            throw new ModelDataException(
                $"Cross-products cannot be added up: one part has {Shown(Weights)} and the other {Shown(other.Weights)}. Give every part its weights in a column of the same name.");
        }

        RefuseOther(other.Columns);
    }

    /// <summary>Refuses a part whose columns are something else. A column that only groups rows may be of any type.</summary>
    /// <exception cref="ModelDataException">A column is missing, or of another type or coding.</exception>
    public void RefuseOther(IReadOnlyCollection<ColumnType> columns)
    {
        HashSet<string> grouping = GroupingOnly();
        foreach (ColumnType column in Columns)
        {
            ColumnType other = columns.FirstOrDefault(c => c.Name == column.Name)
                ?? throw new ModelDataException($"A part of the data has no column {ValueText.Quote(column.Name)}, which the formula needs. Give every part the same columns.", column.Name);
            if (grouping.Contains(column.Name))
            {
                continue;
            }

            if (column.Kind != other.Kind)
            {
                throw new ModelDataException(
                    $"Column {ValueText.Quote(column.Name)} is {Shown(column.Kind)} in one part of the data and {Shown(other.Kind)} in another. Declare what it is (CsvOptions.Factors for a factor).",
                    column.Name);
            }

            if (column.IsOrdered != other.IsOrdered || column.Coding != other.Coding)
            {
                throw new ModelDataException(
                    $"The factor {ValueText.Quote(column.Name)} is coded differently in two parts of the data ({Shown(column)} and {Shown(other)}). Declare one coding for all parts.",
                    column.Name);
            }
        }
    }

    private static string Shown(string? weights) => weights is null ? "no weights" : "the weights " + ValueText.Quote(weights);

    private static string Shown(ColumnKind kind) => kind switch
    {
        ColumnKind.Numeric => "a number",
        ColumnKind.Logical => "a logical",
        ColumnKind.Factor => "a factor",
        _ => "no predictor",
    };

    private static string Shown(ColumnType column) =>
        (column.IsOrdered ? "ordered, " : "") + (column.Coding?.ToString() ?? "default") + " contrasts";

    private HashSet<string> GroupingOnly()
    {
        IEnumerable<ExpressionSyntax> elsewhere = CodedVariable.In(Plan).Select(v => v.Variable.Expression).Concat(Plan.Terms.Offsets);
        elsewhere = Plan.Response is null ? elsewhere : elsewhere.Append(Plan.Response.Expression);
        elsewhere = elsewhere.Concat(Plan.Random.SelectMany(r => r.Group).Select(v => v.Variable.Expression).Where(e => e is not NameSyntax));
        return [.. Columns.Select(c => c.Name).Except(elsewhere.SelectMany(ReferencedNames.In))];
    }
}
