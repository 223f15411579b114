namespace GlmmDsl.Gallery;

/// <summary>A model on real data, with the record of lme4's results.</summary>
internal abstract class Exhibit
{
    /// <summary>What the data are.</summary>
    public abstract string Title { get; }

    /// <summary>The name of lme4's record.</summary>
    public abstract string Case { get; }

    /// <summary>Fits the model to its rows, which have been read before.</summary>
    public abstract MixedModelFit Fit();

    /// <summary>What the types give beyond the summary, in a line or two.</summary>
    public abstract IEnumerable<string> Remarks();
}

/// <summary>An exhibit of one row type and one type of fit.</summary>
internal abstract class Exhibit<TRow, TFit>(string data, Func<RowFields, TRow> read) : Exhibit
    where TFit : GlmmDsl.Modeling.TypedFit
{
    private TFit? fit;

    /// <summary>The rows.</summary>
    protected TRow[] Rows { get; } = Resources.Rows(data, read);

    /// <summary>The model's fit.</summary>
    protected TFit Fitted => fit ??= FitRows();

    public sealed override MixedModelFit Fit() => (fit = FitRows()).Result;

    /// <summary>Calls the generated method.</summary>
    protected abstract TFit FitRows();
}
