using GlmmDsl.Data;
using GlmmDsl.Design.Expressions;
using GlmmDsl.Formulas;
using GlmmDsl.LinearAlgebra;

namespace GlmmDsl.Design.Frame;

/// <summary>R's model frame: the variables of a formula, evaluated for all rows of a table before any is left out.</summary>
internal sealed class ModelFrame
{
    private readonly Dictionary<PlanVariable, FrameVariable> coded = [];
    private readonly Dictionary<PlanVariable, FrameVariable> groups = [];
    private readonly ExpressionEvaluator evaluator;
    private readonly Table table;
    private ModelFrame[] companions = [];

    private ModelFrame(ExpressionEvaluator evaluator, Table table)
    {
        this.evaluator = evaluator;
        this.table = table;
    }

    /// <summary>The response; null where it was not asked for.</summary>
    public FrameVariable? Response { get; private init; }

    /// <summary>The weights; null where all rows weigh the same.</summary>
    public FrameVariable? Weights { get; private init; }

    /// <summary>The offsets.</summary>
    public IReadOnlyList<FrameVariable> Offsets { get; private init; } = [];

    /// <summary>Every variable, in order: response, predictors, groups, offsets, weights; then those of the frames that go with this one.</summary>
    public IEnumerable<FrameVariable> All =>
        new[] { Response }.Concat(coded.Values).Concat(groups.Values).Concat(Offsets).Append(Weights).OfType<FrameVariable>().Concat(companions.SelectMany(c => c.All));

    /// <summary>The table's columns as they were read.</summary>
    public EvaluatedColumns Columns => evaluator.Columns;

    /// <summary>Together with the frames of other linear predictors, whose missing values leave out rows too.</summary>
    public ModelFrame With(IEnumerable<ModelFrame> others)
    {
        companions = [.. others];
        return this;
    }

    /// <summary>A variable as a predictor.</summary>
    public FrameVariable Coded(PlanVariable variable) => coded[variable];

    /// <summary>A variable as a grouping factor, whatever it is elsewhere in the formula.</summary>
    public FactorColumn Group(PlanVariable variable) => groups[variable].Factor!;

    /// <summary>Evaluates the variables of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="table">The rows.</param>
    /// <param name="evaluator">Evaluates on these rows.</param>
    /// <param name="options">Where the weights are.</param>
    /// <param name="withResponse">Whether response and weights are wanted: new rows need not have them.</param>
    /// <param name="withRandom">Whether the variables left of the bars of random-effects terms are wanted.</param>
    /// <param name="withGroups">Whether grouping factors are.</param>
    /// <exception cref="ModelDataException">A value that cannot be read.</exception>
    public static ModelFrame Evaluate(
        DesignPlan plan, Table table, ExpressionEvaluator evaluator, DesignOptions options, bool withResponse, bool withRandom = true, bool withGroups = true)
    {
        FrameVariable? weights = withResponse && options.Weights is string column ? WeightColumn.Read(column, options, table) : null;
        var frame = new ModelFrame(evaluator, table)
        {
            Response = withResponse ? ResponseResolver.Resolve(plan, evaluator, table, options, weights) : null,
            Weights = weights,
            Offsets = [.. plan.Terms.Offsets.Select(offset => new FrameVariable($"offset({offset})", offset, [evaluator.EvaluateNumbers(offset)]))],
        };
        foreach (PlanVariable variable in CodedVariable.In(plan, withRandom))
        {
            frame.AddCoded(variable);
        }

        foreach (PlanVariable variable in withGroups ? plan.Random.SelectMany(r => r.Group) : [])
        {
            frame.AddGroup(variable);
        }

        return frame;
    }

    private void AddCoded(PlanVariable variable)
    {
        ExpressionSyntax expression = variable.Variable.Expression;
        ExpressionValue value = evaluator.Evaluate(expression);
        FrameVariable evaluated = variable.IsCategorical
            ? new FrameVariable(variable.Name, expression, [], evaluator.AsFactor(value, expression))
            : new FrameVariable(variable.Name, expression, NumericColumns(value, expression));
        coded.Add(variable, evaluated);
    }

    private double[][] NumericColumns(ExpressionValue value, ExpressionSyntax expression) => value is MatrixValue matrix
        ? matrix.Columns
        : [evaluator.ForEveryRow(evaluator.Numbers(value, expression).Values)];

    private void AddGroup(PlanVariable variable)
    {
        if (groups.ContainsKey(variable))
        {
            return;
        }

        ExpressionSyntax expression = variable.Variable.Expression;
        FactorColumn factor = expression is NameSyntax name && evaluator.Columns.FindFactor(name.Name) is FactorColumn column
            ? column
            : evaluator.AsFactor(evaluator.Evaluate(expression), expression);
        groups.Add(variable, new FrameVariable(variable.Name, expression, [], factor));
    }

    /// <summary>Refuses infinite values, as of <c>log(0)</c>, in the rows that are used: a row left out for another reason may contain them.</summary>
    /// <exception cref="ModelDataException">An infinite value; the first of the first such variable is named.</exception>
    public void RefuseInfinite(RowSelection rows)
    {
        foreach (FrameVariable variable in All)
        {
            foreach (double[] column in variable.Numbers.Where(n => !VectorKernels.AreFinite(n)))
            {
                int place = Array.FindIndex(rows.Rows, row => double.IsInfinity(column[row]));
                if (place >= 0)
                {
                    int row = rows.Rows[place];
                    throw new ModelDataException(
                        $"{variable.Name} is infinite in {table.RowLabel(row)}{ValuesAt(variable, row)}. Correct the row or leave it out, or change the expression: a model needs finite numbers.",
                        variable.Name,
                        row + 1);
                }
            }
        }
    }

    /// <summary>The values of the columns that an expression is computed from, for messages: <c> (where 'x' is 0)</c>.</summary>
    public string ValuesAt(FrameVariable variable, int row)
    {
        if (variable.Expression is null or NameSyntax)
        {
            return "";
        }

        IEnumerable<string> values = ReferencedNames.In(variable.Expression)
            .Where(name => Columns.Find(name) is NumberValue)
            .Select(name => FormattableString.Invariant($"'{name}' is {((NumberValue)Columns.Find(name)!)[row]:R}"))
            .Take(3);
        string list = string.Join(", ", values);
        return list.Length == 0 ? "" : $" (where {list})";
    }
}
