using System.Globalization;
using Spectre.Console;

namespace GlmmDsl.Cli.Fitting;

/// <summary>Shows how far a fit has come, once it takes more than a second. The console library is loaded only then.</summary>
internal static class ProgressDisplay
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    /// <summary>Does the work on another thread and reports on this one.</summary>
    public static T Run<T>(Func<IProgress<FitProgress>, T> work, TextWriter error)
    {
        var latest = new Latest();
        Task<T> task = Task.Run(() => work(latest));
        if (Task.WaitAny([task], Patience) < 0)
        {
            Show(task, latest, error);
        }

        return task.GetAwaiter().GetResult();
    }

    private static void Show(Task task, Latest latest, TextWriter error)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        console.Status().Start(Text(latest.Progress), status =>
        {
            while (Task.WaitAny([task], Refresh) < 0)
            {
                status.Status(Text(latest.Progress));
            }
        });
    }

    private static string Text(FitProgress progress) =>
        progress.Evaluations == 0
            ? Markup.Escape(progress.Stage)
            : Markup.Escape(string.Create(CultureInfo.InvariantCulture, $"{progress.Stage}: {progress.Evaluations} evaluations, criterion {progress.Criterion:F3}"));

    private sealed class Latest : IProgress<FitProgress>
    {
        private readonly Lock gate = new();
        private FitProgress progress = new("starting", 0, double.NaN);

        public FitProgress Progress
        {
            get
            {
                lock (gate)
                {
                    return progress;
                }
            }
        }

        public void Report(FitProgress value)
        {
            lock (gate)
            {
                progress = value;
            }
        }
    }
}
