using GlmmDsl.Data;
using GlmmDsl.Design;
using GlmmDsl.Fits;
using GlmmDsl.Formulas;
using GlmmDsl.Inference.Means;

namespace GlmmDsl.Inference.Averages;

/// <summary>The rows a fit used, as they were and with a column changed in all of them, for averages over the data.</summary>
internal sealed class ObservedRows
{
    private readonly FittedModel model;
    private readonly Table table;

    /// <summary>Takes the rows.</summary>
    /// <exception cref="InvalidOperationException">A fit without rows.</exception>
    public ObservedRows(FittedModel model)
    {
        model.RequireRows("observed rows to average over");
        this.model = model;
        Table all = model.Table ?? throw new InvalidOperationException("This fit does not hold the rows of its data: averages over them need a fit to the rows.");
        int[] rows = model.Matrices.SourceRows;
        table = rows.Length == all.RowCount ? all : new Table(all.Columns.Select(c => Taken(c, rows, all, IsFactor(c.Name))));
    }

    /// <summary>The weights of the rows in an average: alike, or by their frequencies.</summary>
    public double[] Weights => [.. model.Frequencies ?? Enumerable.Repeat(1.0, model.RowCount)];

    /// <summary>What the fit knows of a column.</summary>
    /// <exception cref="KeyNotFoundException">No predictor reads such a column.</exception>
    public ReferenceColumn Column(string name) =>
        model.References[new NameLookup("column among the predictors", [.. model.References.Select(c => c.Name)]).IndexOf(name)];

    /// <summary>The numbers of a numeric column.</summary>
    public double[] Numbers(string name) => table.Find(name)!.AsNumeric(table.RowLabel).Array;

    /// <summary>For each row its level of a factor, as a text.</summary>
    public string[] Levels(string name)
    {
        ReferenceColumn column = Column(name);
        if (column.IsNumeric)
        {
            return Array.ConvertAll(Numbers(name), NumberLabel.Of);
        }

        FactorColumn factor = table.Find(name)!.AsFactor(table.RowLabel);
        return Array.ConvertAll(factor.Array, c => factor.Levels[c]);
    }

    /// <summary>The design of the rows as they were.</summary>
    public PredictionMatrices Design(RandomPart random) => Design(table, random);

    /// <summary>The design with a factor at one level in all rows.</summary>
    public PredictionMatrices DesignAt(string factor, string level, RandomPart random)
    {
        GridVariable variable = GridVariable.Of(Column(factor), [level]);
        return Design(table.With(variable.ToColumn(new int[table.RowCount])), random);
    }

    /// <summary>The design with numbers added to a column.</summary>
    public PredictionMatrices DesignMoved(string column, double step, RandomPart random) =>
        Design(table.With(new NumericColumn(column, Array.ConvertAll(Numbers(column), x => x + step))), random);

    /// <summary>Whether the fit takes a column for a factor by its levels alone, whatever it looks like.</summary>
    private bool IsFactor(string name) => model.References.Any(r => r.Name == name && !r.IsNumeric);

    private static Column Taken(Column column, int[] rows, Table table, bool isFactor)
    {
        if (column.Type.Kind == ColumnKind.Numeric && !isFactor)
        {
            double[] numbers = column.AsNumeric(table.RowLabel).Array;
            return new NumericColumn(column.Name, Array.ConvertAll(rows, r => numbers[r]));
        }

        FactorColumn factor = column.AsFactor(table.RowLabel);
        return new FactorColumn(column.Name, factor.Levels, Array.ConvertAll(rows, r => factor.Array[r]), factor.IsOrdered, factor.Coding, factor.IsLogical);
    }

    private PredictionMatrices Design(Table rows, RandomPart random) =>
        JointMeans.Design(model, rows, random);
}
