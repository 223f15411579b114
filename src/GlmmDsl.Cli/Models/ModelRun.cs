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

    /// <summary>Does other work on the table, with progress where somebody sees it.</summary>
    public T Work<T>(Func<Table, IProgress<FitProgress>?, T> work)
    {
        T result = streams.IsTerminal ? ProgressDisplay.Run(progress => work(Read(), progress), streams.Error) : work(Read(), null);
        WriteRemark();
        return result;
    }

    /// <summary>Does work on files that it reads itself.</summary>
    public T Work<T>(Func<IProgress<FitProgress>?, T> work)
    {
        T result = streams.IsTerminal ? ProgressDisplay.Run(work, streams.Error) : work(null);
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
    public Table Read() => Read(request.Data);

    /// <summary>Reads a table as the options say; <c>-</c> is standard input.</summary>
    public Table Read(string file)
    {
        if (file != StandardInput)
        {
            return Table.ReadCsv(file, request.Csv, cancellationToken);
        }

        using Stream input = streams.OpenInput();
        return CsvTableReader.ReadStream(input, "Standard input", request.Csv, cancellationToken);
    }

    /// <summary>
    /// Writes a result that does not show what its fits noticed, and their notices to standard error, because they hold for the result too: each once, and of several
    /// fits with the formula where not all have it.
    /// </summary>
    /// <param name="result">The result, with its last line break.</param>
    /// <param name="fits">The fits that it is from.</param>
    /// <returns>The exit code: whether all fits converged.</returns>
    public int Write(string result, params IReadOnlyList<MixedModelFit> fits)
    {
        foreach (IGrouping<string, string> notice in fits.SelectMany(f => f.Notices.Select(n => (Text: n.ToString(), f.Formula))).GroupBy(n => n.Text, n => n.Formula, StringComparer.Ordinal))
        {
            Tell(notice.Count() == fits.Count ? notice.Key : $"{string.Join("; ", notice)}: {notice.Key}");
        }

        Output.Write(result);
        return fits.Any(f => f.Verdict == Verdict.NotConverged) ? ExitCode.NotConverged : ExitCode.Success;
    }

    private void WriteRemark()
    {
        if (request.Remark is string remark)
        {
            Tell(remark);
        }
    }

    private void Tell(string line)
    {
        try
        {
            streams.Error.WriteLine(VisibleText.Of(line));
        }
        catch (IOException)
        {
            // A remark or notice that cannot be written does not stop the command.
        }
    }
}
