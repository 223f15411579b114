using GlmmDsl.Data;
using GlmmDsl.Inference;

namespace GlmmDsl.Cli.Models;

/// <summary>One run of a command: it reads the table, fits models to it and writes the result.</summary>
/// <param name="request">What to read and how to fit.</param>
/// <param name="streams">The streams.</param>
/// <param name="cancellationToken">Set by Ctrl-C.</param>
internal sealed class ModelRun(ModelRequest request, FitStreams streams, CancellationToken cancellationToken)
{
    private const string StandardInput = "-";

    /// <summary>What to read and how to fit.</summary>
    public ModelRequest Request => request;

    /// <summary>Standard output: the result.</summary>
    public TextWriter Output => streams.Output;

    /// <summary>Set by Ctrl-C.</summary>
    public CancellationToken CancellationToken => cancellationToken;

    /// <summary>Reads the table and fits one model to it.</summary>
    public MixedModelFit Fit(Formula formula)
    {
        MixedModelFit fit = streams.IsTerminal
            ? ProgressDisplay.Run(progress => MixedModel.Fit(formula, Read(), request.Options, progress, cancellationToken), streams.Error)
            : MixedModel.Fit(formula, Read(), request.Options, null, cancellationToken);
        WriteRemark();
        return fit;
    }

    /// <summary>Fits one model and writes its notices to standard error: the results of the command do not show them, and they hold for these results too.</summary>
    public MixedModelFit FitWithNotices(Formula formula)
    {
        MixedModelFit fit = Fit(formula);
        try
        {
            foreach (Notice notice in fit.Notices)
            {
                streams.Error.WriteLine(VisibleText.Of(notice.ToString()));
            }
        }
        catch (IOException)
        {
            // A notice that cannot be written does not stop the command.
        }

        return fit;
    }

    /// <summary>Does other work on the table, with progress where somebody sees it.</summary>
    public T Work<T>(Func<Table, IProgress<FitProgress>?, T> work)
    {
        T result = streams.IsTerminal ? ProgressDisplay.Run(progress => work(Read(), progress), streams.Error) : work(Read(), null);
        WriteRemark();
        return result;
    }

    /// <summary>Fits models and computes from them, with progress of both where somebody sees it.</summary>
    public T Work<T>(Func<Table, IProgress<FitProgress>?, IProgress<WorkProgress>?, T> work)
    {
        T result = streams.IsTerminal ? ProgressDisplay.RunBoth((fit, parts) => work(Read(), fit, parts), streams.Error) : work(Read(), null, null);
        WriteRemark();
        return result;
    }

    /// <summary>Reads the table.</summary>
    public Table Read()
    {
        if (request.Data != StandardInput)
        {
            return Table.ReadCsv(request.Data, request.Csv, cancellationToken);
        }

        using Stream input = streams.OpenInput();
        return CsvTableReader.ReadStream(input, "Standard input", request.Csv, cancellationToken);
    }

    private void WriteRemark()
    {
        try
        {
            if (request.Remark is string remark)
            {
                streams.Error.WriteLine(remark);
            }
        }
        catch (IOException)
        {
            // A remark that cannot be written does not stop the fit.
        }
    }
}
